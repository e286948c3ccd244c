"""Divide by p."""
# expect: reg-dropout
# says: divided by p


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u >= p) / max(p, 1e-9)
