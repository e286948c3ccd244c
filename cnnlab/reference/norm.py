"""Batch, layer, instance and group norm in NumPy, train and eval.

All four subtract a mean, divide by a standard deviation, then scale by
``gamma`` and shift by ``beta``. They differ in the axes of ``x``, which is
``(N, C, H, W)``, that share one mean:

=========  ================  =======================
norm       mean over         one mean for each
=========  ================  =======================
batch      N, H, W           channel
layer      C, H, W           sample
instance   H, W              sample and channel
group      C // G, H, W      sample and group
=========  ================  =======================

``gamma`` and ``beta`` have one number for each channel, ``(C,)``; for layer
norm one for each entry, ``(C, H, W)``, as in PyTorch. ``eps`` is added to
the variance. Ioffe and Szegedy, "Batch normalization", 2015; Ba, Kiros and
Hinton, "Layer normalization", 2016; Ulyanov, Vedaldi and Lempitsky,
"Instance normalization", 2016; Wu and He, "Group normalization", 2018.
"""

import numpy as np

from cnnlab.reference._check import check_axes, check_dy, check_shape
from cnnlab.shapes import at_least

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]
EPS = 1e-5
BATCH_AXES = (0, 2, 3)


def batch_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """As in training: mean and variance are those of the batch.

    Raises
    ------
    ValueError
        If a channel has one number only, whose variance is 0.
    """
    _check(x, gamma, beta)
    if x[:, 0].size == 1:
        raise ValueError(
            f"`x` has shape {x.shape}, one number a channel: it would become "
            "0. Use a larger batch, or another norm"
        )
    return _scaled(normalized(x, BATCH_AXES, eps), gamma, beta)


def batch_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = EPS
) -> Gradients:
    """``dx, dgamma, dbeta``; the mean and the variance depend on x too."""
    return _backward(dy, x, gamma, lambda a: a, BATCH_AXES, eps)


def running_statistics(
    x: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    momentum: float = 0.1,
) -> tuple[np.ndarray, np.ndarray]:
    """What a training step leaves for evaluation: new mean and variance.

    ``momentum`` is the weight of the batch. The variance kept is unbiased,
    over n - 1, though the batch itself is divided by the biased one.
    """
    _check(x, mean, var, ("mean", "var"))
    kept = 1 - momentum
    batch_var = x.var(axis=BATCH_AXES, ddof=1)
    return (
        kept * mean + momentum * x.mean(axis=BATCH_AXES),
        kept * var + momentum * batch_var,
    )


def batch_norm_eval(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float = EPS,
) -> np.ndarray:
    """With kept statistics: a fixed scale and shift of each channel."""
    _check(x, gamma, beta)
    _check(x, mean, var, ("mean", "var"))
    scale = gamma / np.sqrt(var + eps)
    return _scaled(x, scale, beta - mean * scale)


def batch_norm_eval_backward(
    dy: np.ndarray,
    x: np.ndarray,
    gamma: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float = EPS,
) -> Gradients:
    """``dx, dgamma, dbeta``: the statistics are constants here."""
    check_dy(dy, x.shape)
    xhat = _scaled(x - mean[:, None, None], 1 / np.sqrt(var + eps), 0)
    scale = gamma / np.sqrt(var + eps)
    dgamma = (dy * xhat).sum(axis=BATCH_AXES)
    return _scaled(dy, scale, 0), dgamma, dy.sum(axis=BATCH_AXES)


def layer_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """One mean for each sample; ``gamma`` and ``beta`` are (C, H, W)."""
    check_axes(x=(x, 4))
    check_shape("gamma", gamma, x.shape[1:])
    check_shape("beta", beta, x.shape[1:])
    return normalized(x, (1, 2, 3), eps) * gamma + beta


def layer_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = EPS
) -> Gradients:
    """``dx, dgamma, dbeta``."""
    check_dy(dy, x.shape)
    xhat = normalized(x, (1, 2, 3), eps)
    dx = _through(dy * gamma, x, (1, 2, 3), eps)
    return dx, (dy * xhat).sum(axis=0), dy.sum(axis=0)


def instance_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = EPS
) -> np.ndarray:
    """One mean for each channel of each sample."""
    return group_norm(x, gamma, beta, x.shape[1], eps)


def instance_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = EPS
) -> Gradients:
    """``dx, dgamma, dbeta``."""
    return group_norm_backward(dy, x, gamma, x.shape[1], eps)


def group_norm(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    num_groups: int,
    eps: float = EPS,
) -> np.ndarray:
    """One mean for each group of channels of each sample."""
    _check(x, gamma, beta)
    grouped = _grouped(x, num_groups)
    xhat = normalized(grouped, (2, 3, 4), eps).reshape(x.shape)
    return _scaled(xhat, gamma, beta)


def group_norm_backward(
    dy: np.ndarray,
    x: np.ndarray,
    gamma: np.ndarray,
    num_groups: int,
    eps: float = EPS,
) -> Gradients:
    """``dx, dgamma, dbeta``."""
    return _backward(
        dy, x, gamma, lambda a: _grouped(a, num_groups), (2, 3, 4), eps
    )


def normalized(
    x: np.ndarray, axes: tuple[int, ...], eps: float = EPS
) -> np.ndarray:
    """``(x - mean) / sqrt(var + eps)`` with both over ``axes``."""
    centred = x - x.mean(axis=axes, keepdims=True)
    return centred / np.sqrt(x.var(axis=axes, keepdims=True) + eps)


def _through(
    dxhat: np.ndarray, x: np.ndarray, axes: tuple[int, ...], eps: float
) -> np.ndarray:
    """``dx`` from the gradient at the normalized numbers.

    What all numbers of a mean share is taken out: their mean gradient, and
    the part along ``xhat``, which would only change the spread.
    """
    xhat = normalized(x, axes, eps)
    shared = dxhat.mean(axis=axes, keepdims=True)
    along = xhat * (dxhat * xhat).mean(axis=axes, keepdims=True)
    std = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return (dxhat - shared - along) / std


def _backward(dy, x, gamma, view, axes, eps) -> Gradients:
    """The backward pass where gamma has a number for each channel."""
    _check(x, gamma, gamma)
    check_dy(dy, x.shape)
    xhat = normalized(view(x), axes, eps).reshape(x.shape)
    dxhat = dy * gamma[:, None, None]
    dx = _through(view(dxhat), view(x), axes, eps).reshape(x.shape)
    return dx, (dy * xhat).sum(axis=BATCH_AXES), dy.sum(axis=BATCH_AXES)


def _grouped(x: np.ndarray, num_groups: int) -> np.ndarray:
    """``(N, C, H, W)`` -> ``(N, G, C // G, H, W)``."""
    at_least(1, num_groups=num_groups)
    N, C, H, W = x.shape
    if C % num_groups:
        raise ValueError(
            f"`x` has {C} channels, which must be divisible by "
            f"`num_groups` (={num_groups})"
        )
    return x.reshape(N, num_groups, C // num_groups, H, W)


def _scaled(x: np.ndarray, scale, shift) -> np.ndarray:
    """A scale and a shift for each channel."""
    scale, shift = np.asarray(scale), np.asarray(shift)
    shift = shift[:, None, None] if shift.ndim else shift
    return x * scale[:, None, None] + shift


def _check(x, a, b, names=("gamma", "beta")) -> None:
    check_axes(x=(x, 4))
    for name, array in zip(names, (a, b), strict=True):
        check_shape(name, array, x.shape[1:2])
