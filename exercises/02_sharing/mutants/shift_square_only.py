"""Use the height for the width as well."""
# expect: sharing-shift

import numpy as np


def shift(images, dy, dx):
    H = W = images.shape[-2]
    moved = np.zeros_like(images)
    for i in range(max(dy, 0), min(H + dy, H)):
        for j in range(max(dx, 0), min(W + dx, W)):
            moved[..., i, j] = images[..., i - dy, j - dx]
    return moved
