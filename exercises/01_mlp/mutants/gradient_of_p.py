"""Stop the chain rule at the probabilities: -1/p."""
# expect: mlp-gradient
# says: the derivative by p, not by the logits

import numpy as np


def cross_entropy_gradient(z, y):
    return -np.eye(z.shape[1])[y] / softmax(z) / len(y)
