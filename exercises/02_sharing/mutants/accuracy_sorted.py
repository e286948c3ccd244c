"""Sort the shifts, so that the curve runs from left to right."""
# expect: sharing-accuracy
# says: the shifts have been sorted

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in sorted(shifts)]
    return np.array([np.mean(a == labels) for a in answers])
