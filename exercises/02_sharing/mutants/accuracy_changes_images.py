"""Write the moved images back into the array of the caller."""
# expect: sharing-accuracy
# says: changed its own input

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found, start = [], images.copy()
    for dy, dx in shifts:
        images[:] = shift(start, dy, dx)
        found.append(np.mean(predict(images, weights) == labels))
    return np.array(found)
