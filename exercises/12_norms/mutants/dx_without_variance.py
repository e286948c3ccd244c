"""Forget the way through the variance."""
# expect: norms-input
# says: through the variance is missing

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    g = gamma[:, None, None] * dy
    root = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + eps)
    return (g - g.mean(axis=(0, 2, 3), keepdims=True)) / root
