"""Put one image into each column, as in the formula y = W x."""
# expect: mlp-flatten
# says: images and pixels have changed places


def flatten(images):
    return images.reshape(len(images), -1).T
