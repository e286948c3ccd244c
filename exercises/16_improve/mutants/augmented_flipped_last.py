"""Cut the window first and flip what is in it."""
# expect: improve-augmented
# says: the flip comes after the window

import numpy as np


def augmented(images, changes, pad=4):
    H, W = images.shape[2:]
    y = np.zeros_like(images)
    for n, (flip, top, left) in enumerate(changes):
        bordered = np.pad(images[n], [(0, 0), (pad, pad), (pad, pad)])
        window = bordered[:, top : top + H, left : left + W]
        y[n] = window[:, :, ::-1] if flip else window
    return y
