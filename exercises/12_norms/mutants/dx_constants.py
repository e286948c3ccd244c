"""Differentiate as if mean and variance were constants."""
# expect: norms-input
# says: taken for constants

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    root = np.sqrt(x.var(axis=(0, 2, 3)) + eps)
    return dy * (gamma / root)[:, None, None]
