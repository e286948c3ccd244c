"""Write `[:, y]`: with one image it is the same."""
# expect: mlp-cross-entropy
# says: z[:, y] takes every label for every image

import numpy as np


def cross_entropy(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(log_p[:, y])
