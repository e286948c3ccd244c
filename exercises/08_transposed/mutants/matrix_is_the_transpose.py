"""Write the stamps as columns: this is the other matrix."""
# expect: transposed-matrix
# says: this is the transpose already

import numpy as np


def conv_matrix(w, n, stride=1):
    K = len(w)
    L_out = (n - K) // stride + 1
    A = np.zeros((L_out, n))
    for i in range(L_out):
        start = i * stride
        A[i, start : start + K] = w
    return A.T
