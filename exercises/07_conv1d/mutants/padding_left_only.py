"""Put all zeros before the sentence, as causal layers do."""
# expect: text-conv-stride
# says: stands before the sentence

import numpy as np


def conv1d(x, w, b=None, stride=1, padding=0):
    K = w.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (2 * padding, 0)])
    starts = range(0, x.shape[2] - K + 1, stride)
    y = np.zeros((len(x), len(w), len(starts)))
    for i, start in enumerate(starts):
        window = x[:, None, :, start : start + K]
        y[:, :, i] = (window * w).sum(axis=(2, 3))
    return y if b is None else y + b[:, None]
