"""Return a list: it counts just as well."""
# expect: pool-starts
# says: not an array


def starts(n, k, stride):
    return list(range(0, n - k + 1, stride))
