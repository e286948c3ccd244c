"""Update the caller's array, as a layer does with its buffer."""
# expect: norms-running-mean
# says: changed its own input


def update_mean(x, running_mean, momentum=0.1):
    running_mean *= 1 - momentum
    running_mean += momentum * x.mean(axis=(0, 2, 3))
    return running_mean
