"""Count the windows and forget to multiply by the stride."""
# expect: pool-starts
# says: the windows are numbered, not placed

import numpy as np


def starts(n, k, stride):
    return np.arange((n - k) // stride + 1)
