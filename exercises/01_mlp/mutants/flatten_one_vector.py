"""Call `ravel`: with a single image nothing else is asked for."""
# expect: mlp-flatten
# says: all images are in one vector


def flatten(images):
    return images.ravel()
