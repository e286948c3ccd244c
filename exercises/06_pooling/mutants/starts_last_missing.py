"""Stop before n - k: `arange` leaves its end out."""
# expect: pool-starts
# says: the last window is missing

import numpy as np


def starts(n, k, stride):
    return np.arange(0, n - k, stride)
