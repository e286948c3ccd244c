"""Stop the gradient at gaps, and forget the factor."""
# expect: reg-dropout-backward
# says: not scaled


def dropout_backward(dy, u, p=0.5, training=True):
    if not training:
        return dy.copy()
    return dy * (u >= p)
