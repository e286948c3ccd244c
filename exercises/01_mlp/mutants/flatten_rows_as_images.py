"""Join the first two axes and keep the last one."""
# expect: mlp-flatten
# says: each row of pixels has become an image


def flatten(images):
    return images.reshape(-1, images.shape[-1])
