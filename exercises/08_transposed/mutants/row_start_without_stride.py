"""Make the right number of rows, and move each by one place."""
# expect: transposed-matrix
# says: one place further

import numpy as np


def conv_matrix(w, n, stride=1):
    K = len(w)
    L_out = (n - K) // stride + 1
    A = np.zeros((L_out, n))
    for i in range(L_out):
        start = i
        A[i, start : start + K] = w
    return A
