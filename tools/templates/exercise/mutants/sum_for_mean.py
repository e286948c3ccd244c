"""Forget to divide."""
# expect: THEME-mean
# says: adds up


def channel_mean(x):
    return x.sum(axis=(2, 3))
