"""Nonlinearities in NumPy; arrays of any shape.

Each ``*_backward`` takes ``dy``, the gradient at the output, and the input
``x`` of the forward pass, and returns ``dx``.
"""

import numpy as np

from cnnlab.reference._check import check_dy


def relu(x: np.ndarray) -> np.ndarray:
    """``max(0, x)``."""
    return np.maximum(x, 0)


def relu_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dy`` where ``x > 0``; at 0 itself the slope is taken as 0."""
    check_dy(dy, x.shape)
    return dy * (x > 0)  # several times as fast as `np.where`


def sigmoid(x: np.ndarray) -> np.ndarray:
    """``1 / (1 + exp(-x))``, without overflow for large negative ``x``."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dy * s * (1 - s)``, at most a quarter of ``dy``."""
    check_dy(dy, x.shape)
    s = sigmoid(x)
    return dy * s * (1 - s)


def tanh(x: np.ndarray) -> np.ndarray:
    return np.tanh(x)


def tanh_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dy * (1 - tanh(x)^2)``."""
    check_dy(dy, x.shape)
    return dy * (1 - np.tanh(x) ** 2)


def softmax(x: np.ndarray) -> np.ndarray:
    """``exp(x) / sum exp(x)`` along the last axis.

    The largest score is subtracted first, which changes nothing and keeps
    the exponential from overflowing.
    """
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``p * (dy - sum(dy * p))`` along the last axis."""
    check_dy(dy, x.shape)
    p = softmax(x)
    return p * (dy - (dy * p).sum(axis=-1, keepdims=True))
