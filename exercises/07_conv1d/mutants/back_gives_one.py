"""Write the derivative, 1, and forget to multiply by `dm`."""
# expect: text-max-backward
# says: the winner gets 1

import numpy as np


def max_over_time_backward(dm, y, windows=None):
    dy = np.zeros(y.shape)
    for n, c in np.ndindex(dm.shape):
        end = y.shape[2] if windows is None else windows[n]
        dy[n, c, y[n, c, :end].argmax()] = 1.0
    return dy
