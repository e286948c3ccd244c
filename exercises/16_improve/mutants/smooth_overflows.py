"""Write softmax as it stands in the book: right for small logits."""
# expect: improve-smooth
# says: is not finite

import numpy as np


def smooth_loss(logits, labels, eps=0.1):
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        hit = np.log(p)[np.arange(len(labels)), labels].mean()
        return -((1 - eps) * hit + eps * np.log(p).mean())
