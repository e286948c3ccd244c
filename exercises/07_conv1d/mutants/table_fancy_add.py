"""Use `+=` with an index array, which adds once for each row."""
# expect: text-embed-backward
# says: only the last place counts

import numpy as np


def embed_backward(dx, tokens, table, padding_idx=None):
    d_table = np.zeros(table.shape)
    d_table[tokens] += dx.transpose(0, 2, 1)
    if padding_idx is not None:
        d_table[padding_idx] = 0.0
    return d_table
