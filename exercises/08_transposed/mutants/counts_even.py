"""Divide kernel by stride, and give this number to all pixels."""
# expect: transposed-counts
# says: the count of the middle

import numpy as np


def overlap_counts(n, kernel_size, stride):
    size = transposed_size(n, kernel_size, stride)
    return np.full(size, -(-kernel_size // stride))
