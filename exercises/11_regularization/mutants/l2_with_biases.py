"""Put the price on all parameters, as an optimizer does."""
# expect: reg-l2
# says: biases are penalized too

import numpy as np


def l2_penalty(params, strength):
    return strength / 2 * sum(np.sum(w**2) for w in params.values())
