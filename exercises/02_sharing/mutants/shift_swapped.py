"""Read dy and dx as x and y."""
# expect: sharing-shift
# says: dy and dx are swapped

import numpy as np


def shift(images, dy, dx):
    dy, dx = dx, dy
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        for j in range(max(dx, 0), min(W + dx, W)):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
