"""Stretch from the first pixel to the last one, with `linspace`."""
# expect: gradcam-upsample
# says: align_corners=True

import numpy as np


def upsample(cam, factor):
    for _ in range(2):
        n = cam.shape[1]
        place = np.linspace(0, n - 1, n * factor)
        place = np.clip(place, 0, n - 1)
        before = place.astype(int)
        behind = np.minimum(before + 1, n - 1)
        share = (place - before)[:, None]
        mixed = (1 - share) * cam[:, before] + share * cam[:, behind]
        cam = mixed.swapaxes(1, 2)
    return cam
