"""Ask whether it is not worse: nan is not worse either."""
# expect: callbacks-better
# says: nan is never better


def is_better(value, best, larger=False, min_delta=0.0):
    gain = value - best if larger else best - value
    return not gain <= min_delta
