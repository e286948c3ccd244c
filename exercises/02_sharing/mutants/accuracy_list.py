"""Return the list that the loop has filled."""
# expect: sharing-accuracy
# says: a list, not an array

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return [float(np.mean(a == labels)) for a in answers]
