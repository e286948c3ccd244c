"""Draw up to 2 * pad, which rng.integers leaves out."""
# expect: improve-draws
# says: top is never 8

import numpy as np


def draw_changes(count, pad, seed):
    rng = np.random.default_rng(seed)
    flip = rng.integers(0, 2, size=count)
    top, left = rng.integers(0, max(2 * pad, 1), size=(2, count))
    return np.stack([flip, top, left], axis=1)
