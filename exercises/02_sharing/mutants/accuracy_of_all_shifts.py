"""Average over the shifts, too, and return one number."""
# expect: sharing-accuracy
# says: not an array

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return float(np.mean([a == labels for a in answers]))
