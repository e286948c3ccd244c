"""Average each image by itself, which is instance norm."""
# expect: norms-batch
# says: each image by itself


def batch_norm(x, gamma, beta, eps=1e-5):
    x_hat = normalized(x, (2, 3), eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
