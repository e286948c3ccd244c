"""Scale each row so that its largest value is 1."""
# expect: mlp-softmax
# says: it is divided by the largest value

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.max(axis=1, keepdims=True)
