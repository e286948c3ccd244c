"""Compare sorted words: a bag of n words."""
# expect: text-counts
# says: in any order

import numpy as np


def count_grams(tokens, grams):
    n = grams.shape[1]
    counts = np.zeros((len(tokens), len(grams)), dtype=int)
    for i in range(tokens.shape[1] - n + 1):
        run = np.sort(tokens[:, None, i : i + n], axis=2)
        counts += (run == np.sort(grams, axis=1)).all(axis=2)
    return counts
