"""Slips in batch norm and group norm: exercise 12.

Arguments are those of `cnnlab.check.truth.norms`.
"""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import norms as truth

Axes = tuple[int, ...]
Slips = dict[str, np.ndarray]
EPS = truth.EPS
BATCH_AXES = truth.BATCH_AXES


@later
def normalized(x: np.ndarray, axes: Axes, eps: float = EPS) -> Slips:
    """Slips in ``(x - mean) / sqrt(var + eps)``."""
    mean = x.mean(axis=axes, keepdims=True)
    unbiased = x.var(axis=axes, ddof=1, keepdims=True)
    others = tuple(k for k in range(x.ndim) if k not in axes)
    return {
        "the variance is divided by m - 1, not by m": (
            _divided(x - mean, unbiased + eps)
        ),
        **_hats(x, mean, x.var(axis=axes, keepdims=True), eps),
        "mean and variance are those of all numbers": _hat(x, None, eps),
        "mean and variance are taken over the other axes": _hat(
            x, others, eps
        ),
    }


@later
def batch_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = EPS
) -> Slips:
    """Slips in the axes of the mean, in gamma and in beta."""
    made = {
        "the mean is taken over N only, one for each pixel": 0,
        "the mean is taken in each image by itself, over H and W only": (2, 3),
        "the mean is taken over the channels too, as in layer norm": (1, 2, 3),
        "all channels share one mean": None,
    }
    hats = {words: _hat(x, axes, eps) for words, axes in made.items()}
    hats["eps is always 1e-5"] = _hat(x, BATCH_AXES, EPS)
    return _finished(hats, _hat(x, BATCH_AXES, eps), gamma, beta)


@later
def update_mean(
    x: np.ndarray, running_mean: np.ndarray, momentum: float = 0.1
) -> Slips:
    """Slips in the running mean."""
    return _steps(
        running_mean,
        x.mean(axis=BATCH_AXES),
        momentum,
        {
            "the sums are kept, not the means": x.sum(axis=BATCH_AXES),
            "all channels get the mean of all numbers": x.mean(),
        },
    )


@later
def update_var(
    x: np.ndarray, running_var: np.ndarray, momentum: float = 0.1
) -> Slips:
    """Slips in the running variance."""
    var, unbiased = (x.var(axis=BATCH_AXES, ddof=k) for k in (0, 1))
    N = len(x)
    made = {
        "the variance is divided by m, not by m - 1": var,
        "the factor is N / (N - 1), but m counts pixels too": (
            var * N / max(N - 1, 1)
        ),
        "the standard deviation is kept, not the variance": unbiased**0.5,
    }
    return _steps(running_var, unbiased, momentum, made)


@later
def batch_norm_eval(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float = EPS,
) -> Slips:
    """Slips in evaluation."""
    mean, var = (a[:, None, None] for a in (running_mean, running_var))
    batch_mean = x.mean(axis=BATCH_AXES, keepdims=True)
    hats = {
        "mean and variance are those of the batch": _hat(x, BATCH_AXES, eps),
        "the mean is that of the batch": _divided(x - batch_mean, var + eps),
        **_hats(x, mean, var, eps),
    }
    return _finished(hats, _divided(x - mean, var + eps), gamma, beta)


@later
def batch_norm_dgamma(
    dy: np.ndarray, x: np.ndarray, eps: float = EPS
) -> Slips:
    """Slips in the gradient of gamma."""
    products = dy * _hat(x, BATCH_AXES, eps)
    centred = x - x.mean(axis=BATCH_AXES, keepdims=True)
    return {
        "dy is multiplied by x, not by x_hat": (dy * x).sum(axis=BATCH_AXES),
        "x_hat is not divided by the root": (dy * centred).sum(BATCH_AXES),
        "this is the gradient of beta": dy.sum(axis=BATCH_AXES),
        "it is the mean, not the sum": products.mean(axis=BATCH_AXES),
        "eps is always 1e-5": truth.batch_norm_dgamma(dy, x),
        "it is summed over N only": products.sum(axis=0),
    }


@later
def batch_norm_dbeta(dy: np.ndarray) -> Slips:
    """Slips in the gradient of beta."""
    ones = np.ones_like(dy)
    return {
        "it is the mean, not the sum": dy.mean(axis=BATCH_AXES),
        "it is summed over N only": dy.sum(axis=0),
        "it counts the numbers, whatever dy is": ones.sum(axis=BATCH_AXES),
    }


@later
def batch_norm_dx(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = EPS
) -> Slips:
    """Slips in the gradient of x: ways that are left out."""
    x_hat = _hat(x, BATCH_AXES, eps)
    root = np.sqrt(x.var(axis=BATCH_AXES, keepdims=True) + eps)
    g, m = dy * gamma[:, None, None], x[:, 0].size
    shared = g.mean(axis=BATCH_AXES, keepdims=True)
    along = x_hat * (g * x_hat).mean(axis=BATCH_AXES, keepdims=True)
    return {
        "mean and variance are taken for constants": g / root,
        "the way through the variance is missing": (g - shared) / root,
        "the way through the mean is missing": (g - along) / root,
        "gamma is missing": truth.batch_norm_dx(
            dy, x, np.ones_like(gamma), eps
        ),
        "sums are taken where means are needed": (
            (g - m * shared - m * along) / root
        ),
        "it is not divided by the root": g - shared - along,
        "it is divided by the variance": (g - shared - along) / root**2,
        "what is shared is added, not taken out": (g + shared + along) / root,
        "eps is always 1e-5": truth.batch_norm_dx(dy, x, gamma),
    }


@later
def group_norm(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    num_groups: int,
    eps: float = EPS,
) -> Slips:
    """Slips in the groups, and in gamma and beta."""
    N, C, H, W = x.shape
    size = C // num_groups
    split = x.reshape(N, num_groups, size, H, W)
    apart = x.reshape(N, size, num_groups, H, W)
    hats = {
        "the channels of a group lie apart: they must be neighbours": (
            _hat(apart, (1, 3, 4), eps)
        ),
        "num_groups is taken for the channels of a group": (
            _hat(apart, (2, 3, 4), eps)
        ),
        "images are mixed: each must be normalized by itself": (
            _hat(split, (0, 2, 3, 4), eps)
        ),
        "each channel is a group of its own": _hat(x, (2, 3), eps),
        "all channels are one group": _hat(x, (1, 2, 3), eps),
        "these are the means of batch norm": _hat(x, BATCH_AXES, eps),
        "eps is always 1e-5": _hat(split, (2, 3, 4), EPS),
    }
    hats = {words: x_hat.reshape(x.shape) for words, x_hat in hats.items()}
    right = _hat(split, (2, 3, 4), eps).reshape(x.shape)
    return _finished(hats, right, gamma, beta)


def _divided(a: np.ndarray, var: np.ndarray) -> np.ndarray:
    """``a / sqrt(var)``; 0 where a channel is constant and eps is 0."""
    return a / np.sqrt(np.where(var > 0, var, 1))


def _hat(x: np.ndarray, axes: Axes | int | None, eps: float) -> np.ndarray:
    var = x.var(axis=axes, keepdims=True)
    return _divided(x - x.mean(axis=axes, keepdims=True), var + eps)


def _hats(
    x: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float
) -> Slips:
    """Slips in the formula, whatever mean and variance are."""
    return {
        "eps is added outside the root": (
            _divided(x - mean, (np.sqrt(var) + eps) ** 2)
        ),
        "eps is always 1e-5": _divided(x - mean, var + EPS),
        "eps is missing": _divided(x - mean, var),
        "the root is missing: it is divided by the variance": (
            _divided(x - mean, (var + eps) ** 2)
        ),
        "the mean is not subtracted": _divided(x, var + eps),
    }


def _finished(
    hats: Slips, x_hat: np.ndarray, gamma: np.ndarray, beta: np.ndarray
) -> Slips:
    """Wrong ``x_hat`` that are scaled, and the right one scaled wrongly."""
    made = {k: truth.scaled(a, gamma, beta) for k, a in hats.items()}
    scale, shift = gamma[:, None, None], beta[:, None, None]
    made |= {
        "gamma and beta are not used": x_hat,
        "gamma is not used": x_hat + shift,
        "beta is not used": scale * x_hat,
        "beta is multiplied by gamma too": scale * (x_hat + shift),
    }
    if x_hat.shape[-1] == len(gamma):
        made["gamma and beta run along W, not along C"] = gamma * x_hat + beta
    return made


def _steps(
    old: np.ndarray, new: np.ndarray, momentum: float, others: Slips
) -> Slips:
    """Steps to a wrong value, and wrong steps to the right one."""
    kept = 1 - momentum
    made = {k: kept * old + momentum * a for k, a in others.items()}
    return made | {
        "momentum is taken for the weight of the old value": (
            momentum * old + kept * new
        ),
        "momentum is always 0.1": 0.9 * old + 0.1 * new,
        "the old value is lost": new,
        "the old value is not made smaller": old + momentum * new,
        "nothing has been learned": old,
    }
