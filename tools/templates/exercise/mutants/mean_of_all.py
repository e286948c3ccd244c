"""Take one mean of all numbers."""
# expect: THEME-mean


def channel_mean(x):
    return x.mean()
