"""Count as `str.count` does: it goes on behind each match."""
# expect: text-counts

import numpy as np


def count_grams(tokens, grams):
    texts = ["".join(map(chr, text)) for text in tokens]
    runs = ["".join(map(chr, gram)) for gram in grams]
    return np.array([[text.count(run) for run in runs] for text in texts])
