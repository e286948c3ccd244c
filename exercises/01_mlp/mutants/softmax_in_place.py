"""Subtract with `-=`, which changes the logits of the caller."""
# expect: mlp-softmax
# says: changed its own input

import numpy as np


def softmax(z):
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)
