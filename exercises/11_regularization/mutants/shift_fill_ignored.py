"""Start from zeros, whatever `fill` is."""
# expect: reg-shift
# says: fill is not used

import numpy as np


def augment(x, down, right, flip=None, fill=0.0):
    H, W = x.shape[2:]
    y = np.zeros(x.shape)
    for n, image in enumerate(x):
        if flip is not None and flip[n]:
            image = image[..., ::-1]
        for i, j in np.ndindex(H, W):
            a, b = i - down[n], j - right[n]
            if 0 <= a < H and 0 <= b < W:
                y[n, :, i, j] = image[:, a, b]
    return y
