"""Transposed convolution, its matrix, its size, its overlap: exercise 8.

Learners let the inputs stamp. Here each output gathers what reaches it.
"""

import numpy as np


def conv_matrix(w: np.ndarray, n: int, stride: int = 1) -> np.ndarray:
    """The matrix of the convolution of ``n`` numbers with ``w``."""
    starts = [s for s in range(0, n, stride) if s + len(w) <= n]
    A = np.zeros((len(starts), n))
    for i, start in enumerate(starts):
        for p in range(n):
            A[i, p] = w[p - start] if 0 <= p - start < len(w) else 0
    return A


def conv_transpose1d(
    x: np.ndarray, w: np.ndarray, stride: int = 1
) -> np.ndarray:
    """``y[p] = sum_i x[i] w[p - i S]``, weights outside of ``w`` being 0."""
    y = np.zeros(transposed_size(len(x), len(w), stride))
    for p in range(len(y)):
        for i in range(len(x)):
            u = p - i * stride
            y[p] += x[i] * w[u] if 0 <= u < len(w) else 0
    return y


def transposed_size(
    n: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> int:
    """Lay the stamps out, and count the pixels up to the last one."""
    painted = [i * stride + u for i in range(n) for u in range(kernel_size)]
    pixels = range(padding, max(painted) + 1 - padding + output_padding)
    return len(pixels)


def conv_transpose2d(
    x: np.ndarray,
    w: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> np.ndarray:
    """``(C_in, H, W)`` by ``(C_in, C_out, KH, KW)``."""
    (_, H, W), (_, C_out, KH, KW) = x.shape, w.shape
    geometry = stride, padding, output_padding
    H_out = transposed_size(H, KH, *geometry)
    W_out = transposed_size(W, KW, *geometry)
    y = np.zeros((C_out, H_out, W_out))
    for p, i in np.ndindex(H_out, H):
        u = p + padding - i * stride
        if not 0 <= u < KH:
            continue
        for q, j in np.ndindex(W_out, W):
            v = q + padding - j * stride
            if 0 <= v < KW:
                y[:, p, q] += x[:, i, j] @ w[:, :, u, v]
    return y


def overlap_counts(n: int, kernel_size: int, stride: int) -> np.ndarray:
    """For each output pixel: how many of the inputs reach it?"""
    size = transposed_size(n, kernel_size, stride)
    counts = [
        sum(0 <= p - i * stride < kernel_size for i in range(n))
        for p in range(size)
    ]
    return np.array(counts)
