"""Batch norm and group norm: exercise 12.

``x`` and ``dy`` are ``(N, C, H, W)``; all else has one number a channel.
"""

from collections.abc import Callable, Iterator

import numpy as np

BATCH_AXES = (0, 2, 3)
EPS = 1e-5


def normalized(
    x: np.ndarray, axes: tuple[int, ...], eps: float = EPS
) -> np.ndarray:
    """``(x - mean) / sqrt(var + eps)``, both over ``axes``."""
    x_hat = np.zeros(x.shape, dtype=x.dtype)
    for part in _sharing(x.shape, axes):
        mean, var = _moments(x[part].ravel())
        x_hat[part] = (x[part] - mean) / (var + eps) ** 0.5
    return x_hat


def batch_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """As in training, with the mean and variance of the batch."""
    return scaled(normalized(x, BATCH_AXES, eps), gamma, beta)


def update_mean(
    x: np.ndarray, running_mean: np.ndarray, momentum: float = 0.1
) -> np.ndarray:
    """The running mean after a training step."""
    return np.array(
        [
            (1 - momentum) * kept + momentum * _moments(x[:, c].ravel())[0]
            for c, kept in enumerate(running_mean)
        ]
    )


def update_var(
    x: np.ndarray, running_var: np.ndarray, momentum: float = 0.1
) -> np.ndarray:
    """The running variance after a training step; divided by m - 1."""
    m = x[:, 0].size
    return np.array(
        [
            (1 - momentum) * kept
            + momentum * _moments(x[:, c].ravel())[1] * m / (m - 1)
            for c, kept in enumerate(running_var)
        ]
    )


def batch_norm_eval(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float = EPS,
) -> np.ndarray:
    """As in evaluation, with constants for mean and variance."""
    x_hat = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(x.shape):
        centred = x[n, c, i, j] - running_mean[c]
        x_hat[n, c, i, j] = centred / (running_var[c] + eps) ** 0.5
    return scaled(x_hat, gamma, beta)


def batch_norm_dgamma(
    dy: np.ndarray, x: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """Gradient with respect to gamma: sums of ``dy * x_hat``."""
    return batch_norm_dbeta(dy * normalized(x, BATCH_AXES, eps))


def batch_norm_dbeta(dy: np.ndarray) -> np.ndarray:
    """Gradient with respect to beta: the sum over each channel."""
    return np.array([sum(dy[:, c].ravel()) for c in range(dy.shape[1])])


def batch_norm_dx(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """Gradient with respect to x, by the three ways from x to the loss."""
    dx = np.zeros(x.shape)
    for c in range(x.shape[1]):
        g, values = gamma[c] * dy[:, c], x[:, c]
        mean, var = _moments(values.ravel())
        root = (var + eps) ** 0.5
        d_var = -sum((g * (values - mean)).ravel()) / (2 * root**3)
        d_mean = -sum(g.ravel()) / root
        by_var = d_var * 2 * (values - mean) / values.size
        dx[:, c] = g / root + by_var + d_mean / values.size
    return dx


def group_norm(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    num_groups: int,
    eps: float = EPS,
) -> np.ndarray:
    """One mean for each group of channels of each sample."""
    size, x_hat = x.shape[1] // num_groups, np.zeros(x.shape)
    for first in range(0, x.shape[1], size):
        group = slice(first, first + size)
        x_hat[:, group] = normalized(x[:, group], (1, 2, 3), eps)
    return scaled(x_hat, gamma, beta)


def scaled(
    x_hat: np.ndarray, gamma: np.ndarray, beta: np.ndarray
) -> np.ndarray:
    """A scale and a shift for each channel."""
    maps = [gamma[c] * x_hat[:, c] + beta[c] for c in range(x_hat.shape[1])]
    return np.stack(maps, axis=1)


def nudged(
    forward: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dy: np.ndarray
) -> np.ndarray:
    """``dx`` without a formula: nudge each number, watch ``sum(y * dy)``.

    The nudge is imaginary. What it adds to the sum is then the imaginary
    part, and nothing is lost in a difference of two large numbers, however
    small the nudge.
    """
    dx, step = np.zeros(x.shape), 1e-30
    for place in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[place] += step * 1j
        dx[place] = np.sum(forward(moved) * dy).imag / step
    return dx


def _sharing(shape: tuple[int, ...], axes: tuple[int, ...]) -> Iterator[tuple]:
    """Index of each part of an array that shares a mean over ``axes``."""
    kept = [1 if axis in axes else n for axis, n in enumerate(shape)]
    for corner in np.ndindex(*kept):
        yield tuple(
            slice(None) if axis in axes else i for axis, i in enumerate(corner)
        )


def _moments(values: np.ndarray) -> tuple:
    """Mean and variance, both divided by the number of values."""
    mean = sum(values) / len(values)
    return mean, sum((value - mean) ** 2 for value in values) / len(values)
