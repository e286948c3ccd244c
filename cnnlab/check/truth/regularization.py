"""Penalties, dropout and augmentation: exercise 11.

Images are ``(N, C, H, W)``. The uniform random numbers ``u`` of dropout and
the shifts of an augmentation are given, so that nothing here is random.
"""

import cmath
import math
from collections.abc import Callable

import numpy as np

Params = dict[str, np.ndarray]


def l2_penalty(params: Params, strength: float) -> float:
    """Half of ``strength`` times the sum of squares, biases left out."""
    total = 0.0
    for name, values in params.items():
        if not name.endswith("bias"):
            total += sum(float(w) ** 2 for w in values.flat)
    return strength * total / 2


def l2_gradient(dw: np.ndarray, w: np.ndarray, strength: float) -> np.ndarray:
    """The gradient of loss and L2 penalty together, in float64."""
    return np.array(
        [d + strength * v for d, v in zip(dw.flat, w.flat, strict=True)]
    ).reshape(w.shape)


def l1_step(
    w: np.ndarray, dw: np.ndarray, lr: float, strength: float
) -> np.ndarray:
    """A step down the loss, then ``lr * strength`` towards 0."""
    new, amount = np.zeros(w.shape), lr * strength
    for at in np.ndindex(w.shape):
        moved = w[at] - lr * dw[at]
        if moved > amount:
            new[at] = moved - amount
        elif moved < -amount:
            new[at] = moved + amount
    return new


def decay_step(
    w: np.ndarray,
    dw: np.ndarray,
    size: np.ndarray,
    lr: float,
    strength: float,
    outside: bool = True,
) -> np.ndarray:
    """A step of ``lr / size``, with decay beside it or L2 within it."""
    new = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        if outside:
            new[at] = w[at] - lr * strength * w[at] - lr * dw[at] / size[at]
        else:
            slope = dw[at] + strength * w[at]
            new[at] = w[at] - lr * slope / size[at]
    return new


def dropout(
    x: np.ndarray, u: np.ndarray, p: float = 0.5, training: bool = True
) -> np.ndarray:
    """Drop where ``u < p`` and divide the rest by ``1 - p``."""
    y = x.astype(float)
    for at in np.ndindex(x.shape):
        if training:
            y[at] = 0.0 if u[at] < p else x[at] / (1 - p)
    return y


def dropout_backward(
    dy: np.ndarray, u: np.ndarray, p: float = 0.5, training: bool = True
) -> np.ndarray:
    """``dx``: nothing passes where the forward pass dropped."""
    dx = dy.astype(float)
    for at in np.ndindex(dy.shape):
        if training:
            dx[at] = 0.0 if u[at] < p else dy[at] / (1 - p)
    return dx


def augment(
    x: np.ndarray,
    down: np.ndarray,
    right: np.ndarray,
    flip: np.ndarray | None = None,
    fill: float = 0.0,
) -> np.ndarray:
    """Send each pixel to its new place: flipped first, then shifted."""
    y = np.full(x.shape, float(fill))
    H, W = x.shape[2:]
    for n, c, i, j in np.ndindex(x.shape):
        column = W - 1 - j if flip is not None and flip[n] else j
        row, column = i + down[n], column + right[n]
        if 0 <= row < H and 0 <= column < W:
            y[n, c, row, column] = x[n, c, i, j]
    return y


def rotation(degrees: float, H: int, W: int) -> np.ndarray:
    """Where the arrows and the origin go, turned as complex numbers."""
    turn = cmath.rect(1.0, math.radians(degrees))
    centre = complex((W - 1) / 2, (H - 1) / 2)
    columns = turn, turn * 1j, centre - turn * centre
    top = [z.real for z in columns]
    return np.array([top, [z.imag for z in columns], [0.0, 0.0, 1.0]])


def nudged(
    f: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    dy: np.ndarray | float = 1.0,
    step: float = 0.25,
) -> np.ndarray:
    """The gradient of ``sum(f(x) * dy)`` without calculus.

    Exact up to rounding where ``f`` has no power above the square: what a
    nudge up and a nudge down leave out is the same.
    """
    dx = np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[at] = step
        dx[at] = np.sum((f(x + nudge) - f(x - nudge)) * dy) / (2 * step)
    return dx
