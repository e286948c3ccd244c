"""Unpack three sizes: every image so far was grey."""
# expect: mlp-flatten
# says: stopped with an error


def flatten(images):
    N, H, W = images.shape
    return images.reshape(N, H * W)
