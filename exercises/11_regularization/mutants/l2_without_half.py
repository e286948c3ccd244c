"""Forget the factor 1/2 of the penalty."""
# expect: reg-l2
# says: the factor 1/2 is missing

import numpy as np


def l2_penalty(params, strength):
    weights = [v for k, v in params.items() if not k.endswith("bias")]
    return strength * sum(np.sum(w**2) for w in weights)
