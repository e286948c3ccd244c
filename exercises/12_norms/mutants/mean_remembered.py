"""Keep the running mean in the function, from call to call."""
# expect: norms-running-mean


def update_mean(x, running_mean, momentum=0.1):
    kept = update_mean.__dict__.setdefault(len(running_mean), running_mean)
    new = x.mean(axis=(0, 2, 3))
    kept = (1 - momentum) * kept + momentum * new
    update_mean.__dict__[len(running_mean)] = kept
    return kept
