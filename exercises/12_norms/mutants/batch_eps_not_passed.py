"""Forget to hand eps on."""
# expect: norms-batch
# says: eps is always 1e-5


def batch_norm(x, gamma, beta, eps=1e-5):
    x_hat = normalized(x, (0, 2, 3))
    return gamma[:, None, None] * x_hat + beta[:, None, None]
