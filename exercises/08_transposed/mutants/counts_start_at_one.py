"""Start from ones: every pixel has a stamp, has it not?"""
# expect: transposed-counts

import numpy as np


def overlap_counts(n, kernel_size, stride):
    counts = np.ones(transposed_size(n, kernel_size, stride), dtype=int)
    for i in range(n):
        counts[i * stride : i * stride + kernel_size] += 1
    return counts
