"""Stop at map 5 instead of going on with map 0."""
# expect: lenet-table
# says: the ring is cut

import numpy as np


def c3_table():
    table = np.zeros((16, 6), dtype=bool)
    for k in range(6):
        table[k, k : k + 3] = True
        table[6 + k, k : k + 4] = True
    for k in range(3):
        table[12 + k, [(k + i) % 6 for i in (0, 1, 3, 4)]] = True
    table[15] = True
    return table
