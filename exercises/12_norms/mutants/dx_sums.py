"""Take sums where the formula has means."""
# expect: norms-input
# says: sums are taken

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    axes = 0, 2, 3
    x_hat = normalized(x, axes, eps)
    g = gamma[:, None, None] * dy
    shared = g.sum(axis=axes, keepdims=True)
    along = x_hat * (g * x_hat).sum(axis=axes, keepdims=True)
    root = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (g - shared - along) / root
