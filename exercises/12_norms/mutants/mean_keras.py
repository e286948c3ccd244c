"""Take momentum as Keras means it."""
# expect: norms-running-mean
# says: the weight of the old value


def update_mean(x, running_mean, momentum=0.1):
    new = x.mean(axis=(0, 2, 3))
    return momentum * running_mean + (1 - momentum) * new
