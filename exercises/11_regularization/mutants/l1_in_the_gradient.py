"""Add the slope of |w| to the gradient."""
# expect: reg-l1
# says: jump across 0

import numpy as np


def l1_step(w, dw, lr, strength):
    return w - lr * (dw + strength * np.sign(w))
