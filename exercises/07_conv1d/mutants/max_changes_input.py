"""Write minus infinity into `y` itself."""
# expect: text-max
# says: changed its own input

import numpy as np


def max_over_time(y, windows=None):
    if windows is None:
        return y.max(axis=2)
    behind = np.arange(y.shape[2]) >= windows[:, None, None]
    y[np.broadcast_to(behind, y.shape)] = -np.inf
    return y.max(axis=2)
