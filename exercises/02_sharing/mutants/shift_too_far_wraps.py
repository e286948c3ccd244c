"""Take the shift modulo the size, so that a long way becomes a short one."""
# expect: sharing-shift-far

import numpy as np


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    dy, dx = int(np.fmod(dy, H)), int(np.fmod(dx, W))
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        for j in range(max(dx, 0), min(W + dx, W)):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
