"""Write > for >=: a number at p itself is dropped."""
# expect: reg-dropout
# says: where u equals p


def dropout(x, u, p=0.5, training=True):
    if not training:
        return x.copy()
    return x * (u > p) / (1 - p)
