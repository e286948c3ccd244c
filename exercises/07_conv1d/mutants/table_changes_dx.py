"""Clear the places of padding in `dx` itself."""
# expect: text-embed-backward
# says: changed its own input

import numpy as np


def embed_backward(dx, tokens, table, padding_idx=None):
    d_table = np.zeros(table.shape)
    if padding_idx is not None:
        dx.transpose(0, 2, 1)[tokens == padding_idx] = 0.0
    np.add.at(d_table, tokens, dx.transpose(0, 2, 1))
    return d_table
