"""Forget that in use nothing is dropped."""
# expect: reg-dropout-use
# says: drops in use as well


def dropout(x, u, p=0.5, training=True):
    return x * (u >= p) / (1 - p)
