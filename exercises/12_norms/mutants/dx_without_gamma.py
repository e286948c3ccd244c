"""Forget gamma: it is 1 in the worked example."""
# expect: norms-input
# says: gamma is missing

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    axes = 0, 2, 3
    x_hat = normalized(x, axes, eps)
    g = dy
    shared = g.mean(axis=axes, keepdims=True)
    along = x_hat * (g * x_hat).mean(axis=axes, keepdims=True)
    root = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (g - shared - along) / root
