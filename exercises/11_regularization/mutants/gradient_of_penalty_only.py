"""Return the gradient of the penalty alone."""
# expect: reg-l2-gradient
# says: the gradient of the loss is missing


def l2_gradient(dw, w, strength):
    return strength * w
