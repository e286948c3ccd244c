"""Write the pattern 1, 2, 1, 2 of the example, for every kernel."""
# expect: transposed-counts

import numpy as np


def overlap_counts(n, kernel_size, stride):
    counts = np.ones(transposed_size(n, kernel_size, stride), dtype=int)
    counts[stride:-1:stride] = 2
    return counts
