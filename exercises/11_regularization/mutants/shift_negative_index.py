"""Test the far edge only: row -1 is the last row."""
# expect: reg-shift

import numpy as np


def augment(x, down, right, flip=None, fill=0.0):
    H, W = x.shape[2:]
    y = np.full(x.shape, float(fill))
    for n, image in enumerate(x):
        if flip is not None and flip[n]:
            image = image[..., ::-1]
        for i, j in np.ndindex(H, W):
            a, b = i - down[n], j - right[n]
            if a < H and b < W:
                y[n, :, i, j] = image[:, max(a, -H), max(b, -W)]
    return y
