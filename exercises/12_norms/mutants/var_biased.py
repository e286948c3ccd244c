"""Keep the variance that has normalized the batch."""
# expect: norms-running-var
# says: divided by m, not by m - 1


def update_var(x, running_var, momentum=0.1):
    new = x.var(axis=(0, 2, 3))
    return (1 - momentum) * running_var + momentum * new
