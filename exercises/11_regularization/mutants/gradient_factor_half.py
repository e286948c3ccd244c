"""Leave the 1/2 of the penalty in its derivative."""
# expect: reg-l2-gradient
# says: counted half


def l2_gradient(dw, w, strength):
    return dw + strength / 2 * w
