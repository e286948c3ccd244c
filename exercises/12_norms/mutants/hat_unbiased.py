"""Divide the variance by m - 1, as statistics teaches."""
# expect: norms-hat
# says: divided by m - 1

import numpy as np


def normalized(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, ddof=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)
