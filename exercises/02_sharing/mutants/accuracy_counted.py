"""Sum where the mean belongs."""
# expect: sharing-accuracy
# says: right answers are counted, not averaged

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return np.array([float(np.sum(a == labels)) for a in answers])
