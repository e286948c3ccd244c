"""Subtract in place, which changes the caller's array."""
# expect: norms-hat
# says: changed its own input

import numpy as np


def normalized(x, axes, eps=1e-5):
    x -= x.mean(axis=axes, keepdims=True)
    return x / np.sqrt((x**2).mean(axis=axes, keepdims=True) + eps)
