"""Take the absolute value to keep the slices valid."""
# expect: sharing-shift
# says: negative shifts are taken as positive

import numpy as np


def shift(images, dy, dx):
    dy, dx = abs(dy), abs(dx)
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    for i in range(dy, H):
        for j in range(dx, W):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
