"""Add -ln(1 - p) for the other classes, which belongs to sigmoid outputs."""
# expect: mlp-cross-entropy
# says: the other classes are counted too

import numpy as np


def cross_entropy(z, y):
    p = softmax(z)
    t = np.eye(z.shape[1])[y]
    loss = t * np.log(p) + (1 - t) * np.log(1 - p)
    return -loss.sum() / len(y)
