"""Test one image for each shift instead of all."""
# expect: sharing-accuracy

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    answers = [predict(shift(images, *by), weights) for by in shifts]
    return np.array([float(a[0] == labels[0]) for a in answers])
