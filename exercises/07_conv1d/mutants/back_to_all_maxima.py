"""Compare with the maximum: all equal ones get it."""
# expect: text-max-backward
# says: each gets all of it

import numpy as np


def max_over_time_backward(dm, y, windows=None):
    dy = np.zeros(y.shape)
    for n, c in np.ndindex(dm.shape):
        end = y.shape[2] if windows is None else windows[n]
        wins = y[n, c, :end] == y[n, c, :end].max()
        dy[n, c, :end] = wins * dm[n, c]
    return dy
