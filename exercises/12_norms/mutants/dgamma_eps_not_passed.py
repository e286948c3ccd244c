"""Let the backward pass use its own eps."""
# expect: norms-parameters
# says: eps is always 1e-5


def batch_norm_dgamma(dy, x, eps=1e-5):
    return (dy * normalized(x, (0, 2, 3))).sum(axis=(0, 2, 3))
