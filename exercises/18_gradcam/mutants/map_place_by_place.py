"""Multiply maps and gradients without taking the mean."""
# expect: gradcam-map
# says: place by place

import numpy as np


def grad_cam(maps, gradients):
    return np.maximum((gradients * maps).sum(axis=1), 0)
