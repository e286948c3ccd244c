"""Subtract the largest logit in the numerator and forget the denominator."""
# expect: mlp-softmax
# says: subtracted in the exponent only

import numpy as np


def softmax(z):
    shifted = z - z.max(axis=1, keepdims=True)
    return np.exp(shifted) / np.exp(z).sum(axis=1, keepdims=True)
