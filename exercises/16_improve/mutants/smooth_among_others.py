"""Share eps among the wrong classes only."""
# expect: improve-smooth
# says: C - 1 other classes

import numpy as np


def smooth_loss(logits, labels, eps=0.1):
    N, C = logits.shape
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    q = np.full((N, C), eps / (C - 1))
    q[np.arange(N), labels] = 1 - eps
    return -(q * log_p).sum() / N
