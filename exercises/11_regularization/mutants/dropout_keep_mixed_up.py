"""Keep where `u` is below p."""
# expect: reg-dropout
# says: keep and drop are mixed up


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u < p) / (1 - p)
