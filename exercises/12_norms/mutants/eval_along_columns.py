"""Line the running values up with W."""
# expect: norms-eval

import numpy as np


def batch_norm_eval(x, gamma, beta, running_mean, running_var, eps=1e-5):
    x_hat = (x - running_mean) / np.sqrt(running_var + eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
