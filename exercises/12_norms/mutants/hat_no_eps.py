"""Leave eps out: it is so small."""
# expect: norms-hat
# says: eps is missing

import numpy as np


def normalized(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var)
