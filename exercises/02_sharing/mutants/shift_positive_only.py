"""Write the slices for positive numbers only."""
# expect: sharing-shift
# says: stopped with an error

import numpy as np


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    moved = np.zeros_like(images)
    moved[..., dy:, dx:] = images[..., : H - dy, : W - dx]
    return moved
