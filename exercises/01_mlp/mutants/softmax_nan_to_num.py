"""Replace what is not a number by 0, which hides the overflow."""
# expect: mlp-softmax-stable
# says: what is not a number is turned into 0

import numpy as np


def softmax(z):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        p = e / e.sum(axis=1, keepdims=True)
    return np.nan_to_num(p)
