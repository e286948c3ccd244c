"""Tidy up with `squeeze`, which also removes the axis of a single image."""
# expect: mlp-flatten
# says: the axis that counts the images is gone


def flatten(images):
    return images.reshape(len(images), -1).squeeze()
