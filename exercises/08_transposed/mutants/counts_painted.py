"""Mark the pixels that are painted with `= 1`."""
# expect: transposed-counts
# says: not how often

import numpy as np


def overlap_counts(n, kernel_size, stride):
    counts = np.zeros(transposed_size(n, kernel_size, stride), dtype=int)
    for i in range(n):
        counts[i * stride : i * stride + kernel_size] = 1
    return counts
