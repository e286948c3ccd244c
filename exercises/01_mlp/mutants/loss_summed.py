"""Sum over the batch: the loss then grows with the batch size."""
# expect: mlp-cross-entropy
# says: the losses are added up

import numpy as np


def cross_entropy(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(log_p[np.arange(len(y)), y])
