"""Average what the network returns, and take softmax at the end."""
# expect: improve-looks
# says: the logits are averaged

import numpy as np


def two_looks(images, weight):
    mirrored = images[:, :, :, ::-1]
    z = (scores(images, weight) + scores(mirrored, weight)) / 2
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
