"""Sum along axis 0, which is the axis of the images."""
# expect: mlp-softmax
# says: the sum runs over the images

import numpy as np


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0)
