"""Take the maximum along axis 0, so that logits of one image shift unequally."""
# expect: mlp-softmax
# says: the largest logit of each class is subtracted

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
