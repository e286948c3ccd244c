"""Write the usual eps into the formula."""
# expect: norms-hat
# says: eps is always 1e-5

import numpy as np


def normalized(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + 1e-5)
