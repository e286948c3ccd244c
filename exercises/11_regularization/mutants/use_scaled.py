"""Scale by 1 - p in use, as the first papers did."""
# expect: reg-dropout-use
# says: scaled in use


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x * (1 - p)
    return x * (u >= p) / (1 - p)
