"""Use the mask of the first image for all."""
# expect: reg-dropout
# says: one mask serves the whole batch


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u[0] >= p) / (1 - p)
