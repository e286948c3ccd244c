"""Softmax cross-entropy in NumPy."""

import numpy as np

from cnnlab.reference._check import check_axes, check_shape
from cnnlab.reference.activation import softmax


def cross_entropy(x: np.ndarray, labels: np.ndarray) -> float:
    """Mean of ``-log p[label]``, with ``p`` the softmax of the scores.

    Parameters
    ----------
    x : scores (logits), ``(N, C)``.
    labels : integers from 0 to C - 1, ``(N,)``.

    Examples
    --------
    Ten equal scores cost the logarithm of ten:

    >>> round(cross_entropy(np.zeros((1, 10)), np.array([3])), 4)
    2.3026
    """
    _check(x, labels)
    shifted = x - x.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return float((log_sum - shifted[np.arange(len(x)), labels]).mean())


def cross_entropy_backward(x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """``dx = (p - onehot(label)) / N``."""
    _check(x, labels)
    dx = softmax(x)
    dx[np.arange(len(x)), labels] -= 1
    return dx / len(x)


def _check(x: np.ndarray, labels: np.ndarray) -> None:
    check_axes(x=(x, 2))
    check_shape("labels", labels, (len(x),))
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"`labels` must be integers, got {labels.dtype}")
    low, high = labels.min(initial=0), labels.max(initial=0)
    if low < 0 or high >= x.shape[1]:
        wrong = low if low < 0 else high
        raise ValueError(
            f"`labels` has {wrong}, but there are scores for classes 0 to "
            f"{x.shape[1] - 1}"
        )
