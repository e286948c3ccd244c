"""Multiply by 1 - strength, without the learning rate."""
# expect: reg-decay
# says: without lr


def decay_step(w, dw, size, lr, strength, outside=True):
    if outside:
        return (1 - strength) * w - lr * dw / size
    return w - lr * (dw + strength * w) / size
