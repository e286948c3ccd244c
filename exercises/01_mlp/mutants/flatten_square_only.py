"""Take the width from the height: MNIST is square."""
# expect: mlp-flatten
# says: stopped with an error


def flatten(images):
    side = images.shape[-2]
    return images.reshape(len(images), -1, side * side)[:, 0]
