"""Decay the weight that has already made its step."""
# expect: reg-decay
# says: after the step


def decay_step(w, dw, size, lr, strength, outside=True):
    if outside:
        return (1 - lr * strength) * (w - lr * dw / size)
    return w - lr * (dw + strength * w) / size
