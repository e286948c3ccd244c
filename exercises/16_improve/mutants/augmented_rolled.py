"""Shift with np.roll, which brings back what has left."""
# expect: improve-augmented
# says: comes in on the other

import numpy as np


def augmented(images, changes, pad=4):
    y = np.empty_like(images)
    for n, (flip, top, left) in enumerate(changes):
        picture = images[n, :, :, ::-1] if flip else images[n]
        y[n] = np.roll(picture, (pad - top, pad - left), axis=(1, 2))
    return y
