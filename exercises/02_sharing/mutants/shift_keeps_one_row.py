"""Limit the shift to H - 1 and W - 1, so that something is always left."""
# expect: sharing-shift-far

import numpy as np


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    dy, dx = np.clip(dy, 1 - H, H - 1), np.clip(dx, 1 - W, W - 1)
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        for j in range(max(dx, 0), min(W + dx, W)):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
