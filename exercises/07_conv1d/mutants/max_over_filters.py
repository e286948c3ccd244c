"""Take the maximum over the axis of the filters."""
# expect: text-max
# says: over the filters, not over time

import numpy as np


def max_over_time(y, windows=None):
    if windows is None:
        return y.max(axis=1)
    behind = np.arange(y.shape[2]) >= windows[:, None, None]
    return np.where(behind, -np.inf, y).max(axis=1)
