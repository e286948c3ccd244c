"""Use the first shift for the whole batch."""
# expect: reg-shift
# says: the first shift

import numpy as np


def augment(x, down, right, flip=None, fill=0.0):
    H, W = x.shape[2:]
    y = np.full(x.shape, float(fill))
    for n, image in enumerate(x):
        if flip is not None and flip[n]:
            image = image[..., ::-1]
        for i, j in np.ndindex(H, W):
            a, b = i - down[0], j - right[0]
            if 0 <= a < H and 0 <= b < W:
                y[n, :, i, j] = image[:, a, b]
    return y
