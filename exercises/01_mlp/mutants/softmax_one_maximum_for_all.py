"""Subtract the largest logit of the whole batch: rows far below it become 0/0."""
# expect: mlp-softmax-stable
# says: not finite

import numpy as np


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=1, keepdims=True)
