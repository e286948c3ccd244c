"""Use the probability of the network's answer instead of the true class."""
# expect: mlp-cross-entropy
# says: it takes the largest logit

import numpy as np


def cross_entropy(z, y):
    return -np.mean(np.log(softmax(z).max(axis=1)))
