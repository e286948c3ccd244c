"""Ask whether the answer has changed, not whether it is right."""
# expect: sharing-accuracy
# says: the answers are compared with those before the shift

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    before = predict(images, weights)
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return np.array([np.mean(a == before) for a in answers])
