"""Roll, then write zeros, into the array of the caller."""
# expect: sharing-shift
# says: changed its own input

import numpy as np


def shift(images, dy, dx):
    images[...] = np.roll(images, (dy, dx), axis=(-2, -1))
    if dy > 0:
        images[..., :dy, :] = 0
    elif dy < 0:
        images[..., dy:, :] = 0
    if dx > 0:
        images[..., :dx] = 0
    elif dx < 0:
        images[..., dx:] = 0
    return images
