"""Index as if an image had no channels."""
# expect: gradcam-occlusion
# says: only the first channel

import numpy as np


def occlusion(net, x, target, patch, stride=1, fill=0.0):
    full = logits(net, x[None])[0, target]
    rows, columns = ((n - patch) // stride + 1 for n in x.shape[1:])
    drop = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        top, left = i * stride, j * stride
        covered = x.copy()
        covered[0, top : top + patch, left : left + patch] = fill
        drop[i, j] = full - logits(net, covered[None])[0, target]
    return drop
