"""Use `np.roll`, which is one line and goes round in a circle."""
# expect: sharing-shift
# says: what leaves on one side comes back on the other

import numpy as np


def shift(images, dy, dx):
    return np.roll(images, (dy, dx), axis=(-2, -1))
