"""Forget the way through the mean."""
# expect: norms-input
# says: through the mean is missing

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    axes = 0, 2, 3
    x_hat = normalized(x, axes, eps)
    g = gamma[:, None, None] * dy
    along = x_hat * (g * x_hat).mean(axis=axes, keepdims=True)
    root = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (g - along) / root
