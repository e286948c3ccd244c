"""Call `shift` and go on with the images as they were."""
# expect: sharing-accuracy
# says: the images are not moved

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found = []
    for dy, dx in shifts:
        shift(images, dy, dx)
        found.append(np.mean(predict(images, weights) == labels))
    return np.array(found)
