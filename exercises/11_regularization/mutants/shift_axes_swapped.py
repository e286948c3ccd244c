"""Use `down` for columns and `right` for rows."""
# expect: reg-shift
# says: down and right are mixed up

import numpy as np


def augment(x, down, right, flip=None, fill=0.0):
    H, W = x.shape[2:]
    y = np.full(x.shape, float(fill))
    for n, image in enumerate(x):
        if flip is not None and flip[n]:
            image = image[..., ::-1]
        for i, j in np.ndindex(H, W):
            a, b = i - right[n], j - down[n]
            if 0 <= a < H and 0 <= b < W:
                y[n, :, i, j] = image[:, a, b]
    return y
