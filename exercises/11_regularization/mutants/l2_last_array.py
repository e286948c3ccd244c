"""Write `=` for `+=` in the loop over the arrays."""
# expect: reg-l2
# says: only the last array

import numpy as np


def l2_penalty(params, strength):
    total = 0.0
    for name, w in params.items():
        if not name.endswith("bias"):
            total = strength / 2 * np.sum(w**2)
    return total
