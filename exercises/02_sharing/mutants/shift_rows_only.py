"""Forget to use dx."""
# expect: sharing-shift
# says: only the rows move

import numpy as np


def shift(images, dy, dx):
    H = images.shape[-2]
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        moved[..., i, :] = images[..., i - dy, :]
    return moved
