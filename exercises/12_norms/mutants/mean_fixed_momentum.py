"""Write the usual momentum into the formula."""
# expect: norms-running-mean
# says: momentum is always 0.1


def update_mean(x, running_mean, momentum=0.1):
    return 0.9 * running_mean + 0.1 * x.mean(axis=(0, 2, 3))
