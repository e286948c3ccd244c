"""Take the sign before the step."""
# expect: reg-l1
# says: before the step

import numpy as np


def l1_step(w, dw, lr, strength):
    v = w - lr * dw
    return np.sign(w) * np.maximum(np.abs(v) - lr * strength, 0)
