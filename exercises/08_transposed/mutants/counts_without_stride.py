"""Move the stamps by one pixel."""
# expect: transposed-counts
# says: the stride is not used

import numpy as np


def overlap_counts(n, kernel_size, stride):
    stride = 1
    counts = np.zeros(transposed_size(n, kernel_size, stride), dtype=int)
    for i in range(n):
        counts[i * stride : i * stride + kernel_size] += 1
    return counts
