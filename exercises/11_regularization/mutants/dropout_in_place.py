"""Write the zeros into `x`."""
# expect: reg-dropout
# says: changed its own input


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    x[u < p] = 0
    return x / (1 - p)
