"""Average over the batch alone, as in a dense layer."""
# expect: norms-batch
# says: over N only


def batch_norm(x, gamma, beta, eps=1e-5):
    x_hat = normalized(x, (0,), eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
