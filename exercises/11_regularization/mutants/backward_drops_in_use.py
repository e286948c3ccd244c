"""Forget `training` on the way back."""
# expect: reg-dropout-backward
# says: drops in use as well


def dropout_backward(dy, u, p=0.5, training=True):
    return dy * (u >= p) / (1 - p)
