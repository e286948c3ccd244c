"""Make the array n * stride long; slices end there without a word."""
# expect: transposed-counts
# says: ends at n * stride

import numpy as np


def overlap_counts(n, kernel_size, stride):
    counts = np.zeros(n * stride, dtype=int)
    for i in range(n):
        counts[i * stride : i * stride + kernel_size] += 1
    return counts
