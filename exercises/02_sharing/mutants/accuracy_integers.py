"""Collect the shares in an array of integers, which cuts 0.5 down to 0."""
# expect: sharing-accuracy
# says: holds integers

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found = np.zeros_like(shifts)[:, 0]
    for k, (dy, dx) in enumerate(shifts):
        answers = predict(shift(images, dy, dx), weights)
        found[k] = np.mean(answers == labels)
    return found
