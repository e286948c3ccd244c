"""Reshape `dx` to (N, L, E) instead of moving its axes."""
# expect: text-embed-backward
# says: the axes are reshaped

import numpy as np


def embed_backward(dx, tokens, table, padding_idx=None):
    d_table = np.zeros(table.shape)
    np.add.at(d_table, tokens, dx.reshape(*tokens.shape, -1))
    if padding_idx is not None:
        d_table[padding_idx] = 0.0
    return d_table
