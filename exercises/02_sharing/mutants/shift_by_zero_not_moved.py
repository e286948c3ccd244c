"""Return at once if one of the two numbers is 0, meaning both."""
# expect: sharing-shift-far

import numpy as np


def shift(images, dy, dx):
    if not (dy and dx):
        return images.copy()
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        for j in range(max(dx, 0), min(W + dx, W)):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
