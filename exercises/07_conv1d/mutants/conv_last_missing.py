"""Make the output L - K long."""
# expect: text-conv
# says: the last window is missing

import numpy as np


def conv1d(x, w, b=None, stride=1, padding=0):
    K = w.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    starts = range(0, x.shape[2] - K, stride)
    y = np.zeros((len(x), len(w), len(starts)))
    for i, start in enumerate(starts):
        window = x[:, None, :, start : start + K]
        y[:, :, i] = (window * w).sum(axis=(2, 3))
    return y if b is None else y + b[:, None]
