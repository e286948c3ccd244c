"""Reshape to (D, N) and transpose: the shape is right, the pixels are not."""
# expect: mlp-flatten
# says: the pixels of different images are mixed


def flatten(images):
    return images.reshape(-1, len(images)).T
