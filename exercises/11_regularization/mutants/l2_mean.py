"""Take the mean of the squares."""
# expect: reg-l2
# says: the mean of the squares

import numpy as np


def l2_penalty(params, strength):
    weights = [v for k, v in params.items() if not k.endswith("bias")]
    squares = [w.ravel() ** 2 for w in weights]
    return strength / 2 * np.concatenate(squares).mean()
