"""Scale dy in place."""
# expect: norms-input
# says: changed its own input

import numpy as np


def batch_norm_dx(dy, x, gamma, eps=1e-5):
    axes = 0, 2, 3
    x_hat = normalized(x, axes, eps)
    dy *= gamma[:, None, None]
    g = dy
    shared = g.mean(axis=axes, keepdims=True)
    along = x_hat * (g * x_hat).mean(axis=axes, keepdims=True)
    root = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (g - shared - along) / root
