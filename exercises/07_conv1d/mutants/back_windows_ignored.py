"""Search behind the end, too."""
# expect: text-max-backward
# says: behind the end gets a gradient

import numpy as np


def max_over_time_backward(dm, y, windows=None):
    dy = np.zeros(y.shape)
    for n, c in np.ndindex(dm.shape):
        dy[n, c, y[n, c].argmax()] = dm[n, c]
    return dy
