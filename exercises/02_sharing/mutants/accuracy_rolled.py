"""Move the images with `np.roll` after all: it is faster."""
# expect: sharing-accuracy
# says: what leaves on one side comes back on the other

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found = []
    for by in shifts:
        moved = np.roll(images, by, axis=(-2, -1))
        found.append(np.mean(predict(moved, weights) == labels))
    return np.array(found)
