"""Average the probabilities of the true classes and turn the sign."""
# expect: mlp-cross-entropy
# says: the logarithm is missing

import numpy as np


def cross_entropy(z, y):
    return -np.mean(softmax(z)[np.arange(len(y)), y])
