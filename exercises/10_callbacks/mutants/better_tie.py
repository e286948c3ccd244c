"""Let a tie count: it is as good, after all."""
# expect: callbacks-better
# says: a tie is no improvement


def is_better(value, best, larger=False, min_delta=0.0):
    gain = value - best if larger else best - value
    return gain >= min_delta
