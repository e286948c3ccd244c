"""Stop one run too early: range excludes its end already."""
# expect: text-counts
# says: the last place of each sentence is missing

import numpy as np


def count_grams(tokens, grams):
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for i in range(tokens.shape[1] - n):
        run = tokens[:, None, i : i + n]
        counts += (run == grams).all(axis=2)
    return counts
