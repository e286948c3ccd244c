"""Use the strength itself as threshold."""
# expect: reg-l1
# says: without lr

import numpy as np


def l1_step(w, dw, lr, strength):
    v = w - lr * dw
    return np.sign(v) * np.maximum(np.abs(v) - strength, 0)
