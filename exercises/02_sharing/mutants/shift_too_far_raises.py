"""Trust the slices: too far, their lengths no longer agree."""
# expect: sharing-shift-far
# says: stopped with an error

import numpy as np


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    top, left = max(dy, 0), max(dx, 0)
    bottom, right = min(H + dy, H), min(W + dx, W)
    moved = np.zeros_like(images)
    part = images[..., top - dy : bottom - dy, left - dx : right - dx]
    moved[..., top:bottom, left:right] = part
    return moved
