"""Take the way to the right as minus, and the way down as plus."""
# expect: sharing-shift
# says: columns move the other way

import numpy as np


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    for i in range(H):
        for j in range(W):
            if 0 <= i - dy < H and 0 <= j + dx < W:
                moved[..., i, j] = images[..., i - dy, j + dx]
    return moved
