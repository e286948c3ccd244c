"""Write `if padding_idx:`, which is false for word 0."""
# expect: text-embed-backward
# says: the padding word learns

import numpy as np


def embed_backward(dx, tokens, table, padding_idx=None):
    d_table = np.zeros(table.shape)
    np.add.at(d_table, tokens, dx.transpose(0, 2, 1))
    if padding_idx:
        d_table[padding_idx] = 0.0
    return d_table
