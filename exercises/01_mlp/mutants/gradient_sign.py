"""Compute y - p: the step that one takes, not the gradient."""
# expect: mlp-gradient
# says: the sign is the other way round

import numpy as np


def cross_entropy_gradient(z, y):
    return (np.eye(z.shape[1])[y] - softmax(z)) / len(y)
