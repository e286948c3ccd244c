"""Use the stride for the size, and cut at `i` all the same."""
# expect: text-conv-stride
# says: but the windows move by 1

import numpy as np


def conv1d(x, w, b=None, stride=1, padding=0):
    K = w.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    starts = range(0, x.shape[2] - K + 1, stride)
    y = np.zeros((len(x), len(w), len(starts)))
    for i in range(len(starts)):
        window = x[:, None, :, i : i + K]
        y[:, :, i] = (window * w).sum(axis=(2, 3))
    return y if b is None else y + b[:, None]
