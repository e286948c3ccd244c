"""Centre with the batch, scale with the running variance."""
# expect: norms-eval
# says: the mean is that of the batch

import numpy as np


def batch_norm_eval(x, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = (gamma / np.sqrt(running_var + eps))[:, None, None]
    centred = x - x.mean(axis=(0, 2, 3), keepdims=True)
    return scale * centred + beta[:, None, None]
