"""Multiply dy by the input of the layer, as for a weight."""
# expect: norms-parameters
# says: multiplied by x, not by x_hat


def batch_norm_dgamma(dy, x, eps=1e-5):
    return (dy * x).sum(axis=(0, 2, 3))
