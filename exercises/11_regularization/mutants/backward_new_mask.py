"""Draw a new mask for the way back."""
# expect: reg-dropout-backward

import numpy as np


def dropout_backward(dy, u, p=0.5, training=True):
    if not training:
        return dy.copy()
    u = np.random.default_rng(0).random(dy.shape)
    return dy * (u >= p) / (1 - p)
