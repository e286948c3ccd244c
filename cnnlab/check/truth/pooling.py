"""Pooling in two dimensions: exercise 6.

``x`` is ``(N, C, H, W)``; ``kernel_size`` and ``stride`` are pairs (height,
width), and the stride is the kernel size if it is None.
"""

from collections.abc import Callable, Iterator

import numpy as np

Pair = tuple[int, int]


def starts(n: int, k: int, stride: int) -> np.ndarray:
    """First pixels of the windows of ``k`` that fit into ``n``."""
    return np.array([s for s in range(0, n, stride) if s + k <= n], dtype=int)


def max_pool2d(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None = None
) -> np.ndarray:
    """The largest number of each window, in float64."""
    y = _empty(x, kernel_size, stride)
    for place, pixels in _windows(x, kernel_size, stride):
        y[place] = max(x[pixel] for pixel in pixels)
    return y


def avg_pool2d(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None = None
) -> np.ndarray:
    """The mean of each window, in float64."""
    y = _empty(x, kernel_size, stride)
    for place, pixels in _windows(x, kernel_size, stride):
        y[place] = sum(float(x[pixel]) for pixel in pixels) / len(pixels)
    return y


def max_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
) -> np.ndarray:
    """``dx``: the first largest pixel of each window gets its ``dy``."""
    dx = np.zeros(x.shape)
    for place, pixels in _windows(x, kernel_size, stride):
        dx[max(pixels, key=x.__getitem__)] += dy[place]
    return dx


def avg_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
) -> np.ndarray:
    """``dx``: each pixel of a window gets the same share of its ``dy``."""
    dx = np.zeros(x.shape)
    for place, pixels in _windows(x, kernel_size, stride):
        for pixel in pixels:
            dx[pixel] += dy[place] / len(pixels)
    return dx


def global_avg_pool2d(x: np.ndarray) -> np.ndarray:
    """``(N, C)``: the mean of each map, in float64."""
    return avg_pool2d(x, x.shape[2:])[:, :, 0, 0]


def nudged(
    forward: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    dy: np.ndarray,
    step: float = 0.25,
) -> np.ndarray:
    """``dx`` without calculus: nudge each pixel and watch ``sum(y * dy)``.

    Exact for pooling as long as no two pixels are within two steps of each
    other: then no nudge makes another pixel win. A map is pooled by itself,
    so one map at a time is enough.
    """
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(x.shape):
        nudge = np.zeros((1, 1, *x.shape[2:]))
        nudge[0, 0, i, j] = step
        one = x[n : n + 1, c : c + 1]
        rise = forward(one + nudge) - forward(one - nudge)
        dx[n, c, i, j] = np.sum(rise * dy[n, c]) / (2 * step)
    return dx


def _empty(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None
) -> np.ndarray:
    axes = zip(x.shape[2:], kernel_size, stride or kernel_size, strict=True)
    return np.zeros((*x.shape[:2], *(len(starts(*axis)) for axis in axes)))


def _windows(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None
) -> Iterator[tuple[tuple[int, ...], list[tuple[int, ...]]]]:
    """Each output place, and the pixels of its window, row by row."""
    SH, SW = stride or kernel_size
    for n, c, i, j in np.ndindex(_empty(x, kernel_size, stride).shape):
        pixels = [
            (n, c, i * SH + u, j * SW + v) for u, v in np.ndindex(*kernel_size)
        ]
        yield (n, c, i, j), pixels
