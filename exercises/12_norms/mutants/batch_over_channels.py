"""Average over all but the batch axis: layer norm."""
# expect: norms-batch
# says: as in layer norm


def batch_norm(x, gamma, beta, eps=1e-5):
    x_hat = normalized(x, (1, 2, 3), eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
