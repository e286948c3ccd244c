"""Ignore `outside`: with plain descent it is the same."""
# expect: reg-decay
# says: so it is divided by size


def decay_step(w, dw, size, lr, strength, outside=True):
    return w - lr * (dw + strength * w) / size
