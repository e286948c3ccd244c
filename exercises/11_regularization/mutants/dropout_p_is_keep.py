"""Take p for the probability to keep."""
# expect: reg-dropout


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u < p) / max(p, 1e-9)
