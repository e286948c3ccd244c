"""Write the formula down as it stands."""
# expect: mlp-softmax-stable
# says: not finite

import numpy as np


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)
