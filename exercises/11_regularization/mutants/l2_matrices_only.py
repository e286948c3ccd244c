"""Tell weights from biases by two axes: kernels have four."""
# expect: reg-l2
# says: only weights with two axes

import numpy as np


def l2_penalty(params, strength):
    weights = [v for v in params.values() if v.ndim == 2]
    return strength / 2 * sum(np.sum(w**2) for w in weights)
