"""Divide `dw` by its size and then add the penalty."""
# expect: reg-decay
# says: not divided by size


def decay_step(w, dw, size, lr, strength, outside=True):
    return w - lr * (dw / size + strength * w)
