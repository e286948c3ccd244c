"""Unpack each shift as (dx, dy)."""
# expect: sharing-accuracy
# says: dy and dx are swapped

import numpy as np


def shift_accuracy(images, labels, weights, shifts):
    found = []
    for dx, dy in shifts:
        answers = predict(shift(images, dy, dx), weights)
        found.append(np.mean(answers == labels))
    return np.array(found)
