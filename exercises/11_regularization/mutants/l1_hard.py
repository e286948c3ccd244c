"""Set small weights to 0 and leave the rest."""
# expect: reg-l1
# says: a hard threshold

import numpy as np


def l1_step(w, dw, lr, strength):
    v = w - lr * dw
    return np.where(np.abs(v) > lr * strength, v, 0.0)
