"""Average dy: a gradient of a batch is often a mean."""
# expect: norms-parameters
# says: the mean, not the sum


def batch_norm_dbeta(dy):
    return dy.mean(axis=(0, 2, 3))
