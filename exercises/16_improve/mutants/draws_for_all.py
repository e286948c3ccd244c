"""Draw once and change the whole batch alike."""
# expect: improve-draws
# says: the same for all pictures

import numpy as np


def draw_changes(count, pad, seed):
    rng = np.random.default_rng(seed)
    one = rng.integers(0, [2, 2 * pad + 1, 2 * pad + 1])
    return np.repeat(one[None], count, axis=0)
