"""Add eps to the standard deviation, not to the variance."""
# expect: norms-hat
# says: outside the root

import numpy as np


def normalized(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / (np.sqrt(var) + eps)
