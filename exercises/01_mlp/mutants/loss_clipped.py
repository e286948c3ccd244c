"""Clip the probabilities at 1e-12, so that no loss can exceed 27.6."""
# expect: mlp-cross-entropy-stable
# says: this is a lid on the loss

import numpy as np


def cross_entropy(z, y):
    p = np.clip(softmax(z), 1e-12, 1)
    return -np.mean(np.log(p[np.arange(len(y)), y]))
