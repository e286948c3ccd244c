"""Use the name `images` again for the moved images."""
# expect: sharing-accuracy
# says: each shift starts from the image that was moved before

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found = []
    for dy, dx in shifts:
        images = shift(images, dy, dx)
        found.append(np.mean(predict(images, weights) == labels))
    return np.array(found)
