"""Take the maximum over all windows, also behind the end."""
# expect: text-max
# says: behind the end still count


def max_over_time(y, windows=None):
    return y.max(axis=2)
