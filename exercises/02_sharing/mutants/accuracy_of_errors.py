"""Compare with != and return the error rate."""
# expect: sharing-accuracy
# says: this is the share of wrong answers

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return np.array([np.mean(a != labels) for a in answers])
