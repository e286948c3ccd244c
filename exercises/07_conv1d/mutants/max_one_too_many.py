"""Mask with `>`: window number `windows` still counts."""
# expect: text-max
# says: one window too many

import numpy as np


def max_over_time(y, windows=None):
    if windows is None:
        return y.max(axis=2)
    behind = np.arange(y.shape[2]) > windows[:, None, None]
    return np.where(behind, -np.inf, y).max(axis=2)
