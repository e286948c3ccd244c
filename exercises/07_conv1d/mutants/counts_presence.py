"""Note whether the gram is there, as a set of words would."""
# expect: text-counts
# says: only whether it occurs

import numpy as np


def count_grams(tokens, grams):
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for i in range(tokens.shape[1] - n + 1):
        run = tokens[:, None, i : i + n]
        counts += (run == grams).all(axis=2)
    return (counts > 0).astype(int)
