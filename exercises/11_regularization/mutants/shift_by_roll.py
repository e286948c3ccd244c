"""Use `np.roll`: what leaves comes back."""
# expect: reg-shift
# says: come back on the other side

import numpy as np


def augment(x, down, right, flip=None, fill=0.0):
    y = np.empty(x.shape)
    for n, image in enumerate(x):
        if flip is not None and flip[n]:
            image = image[..., ::-1]
        y[n] = np.roll(image, (down[n], right[n]), axis=(1, 2))
    return y
