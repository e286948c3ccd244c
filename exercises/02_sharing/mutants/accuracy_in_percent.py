"""Multiply by 100, as one says it."""
# expect: sharing-accuracy
# says: this is in percent

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return np.array([100 * np.mean(a == labels) for a in answers])
