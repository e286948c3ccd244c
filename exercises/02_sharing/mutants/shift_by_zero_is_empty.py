"""Roll, then clear the side that came round: [-0:] is the whole image."""
# expect: sharing-shift-far

import numpy as np


def shift(images, dy, dx):
    moved = np.roll(images, (dy, dx), axis=(-2, -1))
    if dy > 0:
        moved[..., :dy, :] = 0
    else:
        moved[..., dy:, :] = 0
    if dx > 0:
        moved[..., :dx] = 0
    else:
        moved[..., dx:] = 0
    return moved
