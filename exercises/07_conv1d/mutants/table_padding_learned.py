"""Ignore `padding_idx`."""
# expect: text-embed-backward
# says: the padding word learns

import numpy as np


def embed_backward(dx, tokens, table, padding_idx=None):
    d_table = np.zeros(table.shape)
    np.add.at(d_table, tokens, dx.transpose(0, 2, 1))
    return d_table
