"""Return the loss of each image and forget the mean."""
# expect: mlp-cross-entropy
# says: not a number

import numpy as np


def cross_entropy(z, y):
    return -np.log(softmax(z)[np.arange(len(y)), y])
