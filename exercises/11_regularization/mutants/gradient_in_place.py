"""Add to `dw` itself."""
# expect: reg-l2-gradient
# says: changed its own input


def l2_gradient(dw, w, strength):
    dw += strength * w
    return dw
