"""Draw new numbers and leave `u` alone."""
# expect: reg-dropout

import numpy as np


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    own = np.random.default_rng(0).random(x.shape)
    return x * (own >= p) / (1 - p)
