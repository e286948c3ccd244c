"""Clip the logits so that nothing overflows: three large ones become equal."""
# expect: mlp-softmax-stable
# says: the logits are clipped

import numpy as np


def softmax(z):
    e = np.exp(np.clip(z, -500, 500))
    return e / e.sum(axis=1, keepdims=True)
