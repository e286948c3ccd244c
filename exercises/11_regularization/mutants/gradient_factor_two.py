"""Forget that the 1/2 has gone with the 2."""
# expect: reg-l2-gradient
# says: counted twice


def l2_gradient(dw, w, strength):
    return dw + 2 * strength * w
