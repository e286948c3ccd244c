"""Write each channel over the one before."""
# expect: text-conv
# says: only the last channel counts

import numpy as np


def conv1d(x, w, b=None, stride=1, padding=0):
    K = w.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    starts = range(0, x.shape[2] - K + 1, stride)
    y = np.zeros((len(x), len(w), len(starts)))
    for i, start in enumerate(starts):
        window = x[:, None, :, start : start + K]
        for c in range(w.shape[1]):
            y[:, :, i] = (window[:, :, c] * w[:, c]).sum(axis=2)
    return y if b is None else y + b[:, None]
