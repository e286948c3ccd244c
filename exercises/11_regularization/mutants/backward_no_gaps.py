"""Let the gradient pass everywhere."""
# expect: reg-dropout-backward
# says: nothing is dropped


def dropout_backward(dy, u, p=0.5, training=True):
    return dy.copy()
