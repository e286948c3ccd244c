"""Write the kernel backwards into the rows, as mathematics has it."""
# expect: transposed-matrix
# says: the kernel is flipped

import numpy as np


def conv_matrix(w, n, stride=1):
    K = len(w)
    L_out = (n - K) // stride + 1
    A = np.zeros((L_out, n))
    for i in range(L_out):
        start = i * stride
        A[i, start : start + K] = w[::-1]
    return A
