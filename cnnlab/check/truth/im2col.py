"""im2col, col2im and the gradients of a convolution: exercise 5.

All of them walk over the same meetings of a kernel entry with a pixel; only
what happens at a meeting differs.
"""

from collections.abc import Callable, Iterator

import numpy as np

from cnnlab.check.truth.conv import output_size

Pair = tuple[int, int]


def places(
    size: Pair, kernel_size: Pair, stride: int = 1, padding: int = 0
) -> Pair:
    """``(H_out, W_out)``: where the kernel fits, along both axes."""
    H_out, W_out = (
        output_size(n, k, stride, padding)
        for n, k in zip(size, kernel_size, strict=True)
    )
    return H_out, W_out


def im2col(
    x: np.ndarray, kernel_size: Pair, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """``(N, C, H, W)`` -> ``(N, C * KH * KW, H_out * W_out)``."""
    (N, C, *size), (KH, KW) = x.shape, kernel_size
    H_out, W_out = places(size, kernel_size, stride, padding)
    columns = np.zeros((N, C * KH * KW, H_out * W_out))
    for (i, j), (u, v), (row, column) in _meetings(
        size, kernel_size, stride, padding
    ):
        for c in range(C):
            entry, place = (c * KH + u) * KW + v, i * W_out + j
            columns[:, entry, place] = x[:, c, row, column]
    return columns


def col2im(
    columns: np.ndarray,
    shape: tuple[int, int, int, int],
    kernel_size: Pair,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Send each entry of the columns back to its pixel, and add."""
    (_, C, *size), (KH, KW) = shape, kernel_size
    _, W_out = places(size, kernel_size, stride, padding)
    x = np.zeros(shape)
    for (i, j), (u, v), (row, column) in _meetings(
        size, kernel_size, stride, padding
    ):
        for c in range(C):
            entry, place = (c * KH + u) * KW + v, i * W_out + j
            x[:, c, row, column] += columns[:, entry, place]
    return x


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Convolve ``(N, C_in, H, W)`` with ``(C_out, C_in, KH, KW)``."""
    size, kernel_size = x.shape[2:], w.shape[2:]
    H_out, W_out = places(size, kernel_size, stride, padding)
    y = np.zeros((len(x), len(w), H_out, W_out)) + b[:, None, None]
    for (i, j), (u, v), (row, column) in _meetings(
        size, kernel_size, stride, padding
    ):
        y[:, :, i, j] += x[:, :, row, column] @ w[:, :, u, v].T
    return y


def conv2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: int = 1,
    padding: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``dx, dw, db`` of ``sum(conv2d(x, w, b) * dy)``."""
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for (i, j), (u, v), (row, column) in _meetings(
        x.shape[2:], w.shape[2:], stride, padding
    ):
        dx[:, :, row, column] += dy[:, :, i, j] @ w[:, :, u, v]
        dw[:, :, u, v] += dy[:, :, i, j].T @ x[:, :, row, column]
    return dx, dw, dy.sum(axis=(0, 2, 3))


def differences(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float
) -> np.ndarray:
    """The central difference of ``f`` at each number of ``x``."""
    slopes = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        slopes[index] = (f(up) - f(down)) / (2 * step)
    return slopes


def _meetings(
    size: Pair, kernel_size: Pair, stride: int, padding: int
) -> Iterator[tuple[Pair, Pair, Pair]]:
    """Place ``(i, j)``, kernel entry ``(u, v)``, and the pixel they share."""
    H, W = size
    H_out, W_out = places(size, kernel_size, stride, padding)
    for i, j, u, v in np.ndindex(H_out, W_out, *kernel_size):
        row, column = i * stride + u - padding, j * stride + v - padding
        if 0 <= row < H and 0 <= column < W:
            yield (i, j), (u, v), (row, column)
