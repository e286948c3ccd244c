"""Convolution over time, and the maximum over time, in NumPy.

Signals ``x`` are ``(N, C_in, L)``, weights ``w`` ``(C_out, C_in, K)``,
biases ``b`` ``(C_out,)``: an image of height 1. So the 2-D layer does the
work.
"""

import numpy as np

from cnnlab.reference._check import check_axes, check_dy
from cnnlab.reference.conv import conv2d, conv2d_backward


def conv1d_loops(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> np.ndarray:
    """``y[n, o, i]`` is one window of ``K`` steps times one kernel.

    Returns
    -------
    y : ``(N, C_out, L_out)``, see `cnnlab.shapes.output_size`.
    """
    y = np.zeros_like(conv1d(x, w, b, stride, padding, dilation))
    for n, o, i in np.ndindex(*y.shape):
        total = 0.0 if b is None else b[o]
        for c, u in np.ndindex(*w.shape[1:]):
            place = i * stride + u * dilation - padding
            if 0 <= place < x.shape[2]:
                total += x[n, c, place] * w[o, c, u]
        y[n, o, i] = total
    return y


def conv1d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> np.ndarray:
    """`conv1d_loops` as a 2-D convolution of height 1."""
    check_axes(x=(x, 3), w=(w, 3))
    geometry = _flat(stride, padding, dilation)
    return conv2d(x[:, :, None], w[:, :, None], b, *geometry)[:, :, 0]


def conv1d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``dx, dw, db``, shaped like ``x``, ``w`` and ``(C_out,)``."""
    check_axes(dy=(dy, 3), x=(x, 3), w=(w, 3))
    geometry = _flat(stride, padding, dilation)
    dx, dw, db = conv2d_backward(
        dy[:, :, None], x[:, :, None], w[:, :, None], *geometry
    )
    return dx[:, :, 0], dw[:, :, 0], db


def max_over_time(x: np.ndarray) -> np.ndarray:
    """``(N, C, L)`` -> ``(N, C)``: was the pattern anywhere?"""
    check_axes(x=(x, 3))
    return x.max(axis=2)


def max_over_time_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dy`` goes to the place of the maximum, the first of equal ones."""
    check_axes(x=(x, 3))
    check_dy(dy, x.shape[:2])
    dx = np.zeros(x.shape, dy.dtype)
    place = x.argmax(axis=2)[:, :, None]
    np.put_along_axis(dx, place, dy[:, :, None], axis=2)
    return dx


def _flat(stride: int, padding: int, dilation: int) -> tuple:
    """Geometry along the width only."""
    return (1, stride), (0, padding), (1, dilation)
