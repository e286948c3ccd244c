"""Subtract min_delta in both directions."""
# expect: callbacks-better
# says: a gain must be more than min_delta


def is_better(value, best, larger=False, min_delta=0.0):
    if larger:
        return value > best - min_delta
    return value < best - min_delta
