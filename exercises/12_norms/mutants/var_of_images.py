"""Correct by N / (N - 1): only images are counted."""
# expect: norms-running-var
# says: m counts pixels too


def update_var(x, running_var, momentum=0.1):
    new = x.var(axis=(0, 2, 3)) * len(x) / (len(x) - 1)
    return (1 - momentum) * running_var + momentum * new
