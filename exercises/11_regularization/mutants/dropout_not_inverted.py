"""Drop, and do not scale."""
# expect: reg-dropout
# says: not scaled


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u >= p)
