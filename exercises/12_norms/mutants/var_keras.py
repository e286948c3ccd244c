"""Get the two weights of the variance the wrong way round."""
# expect: norms-running-var
# says: the weight of the old value


def update_var(x, running_var, momentum=0.1):
    new = x.var(axis=(0, 2, 3), ddof=1)
    return momentum * running_var + (1 - momentum) * new
