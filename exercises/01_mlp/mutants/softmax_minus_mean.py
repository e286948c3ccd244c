"""Subtract the mean of the row, which leaves large logits large."""
# expect: mlp-softmax-stable
# says: not finite

import numpy as np


def softmax(z):
    e = np.exp(z - z.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
