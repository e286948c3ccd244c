"""Multiply by a mask: what does not count becomes 0."""
# expect: text-max
# says: no negative answer wins

import numpy as np


def max_over_time(y, windows=None):
    if windows is None:
        return y.max(axis=2)
    behind = np.arange(y.shape[2]) >= windows[:, None, None]
    return np.where(behind, 0.0, y).max(axis=2)
