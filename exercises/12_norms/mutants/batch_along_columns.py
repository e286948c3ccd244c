"""Multiply by gamma as it is: it lines up with W."""
# expect: norms-batch
# says: run along W


def batch_norm(x, gamma, beta, eps=1e-5):
    x_hat = normalized(x, (0, 2, 3), eps)
    return gamma * x_hat + beta
