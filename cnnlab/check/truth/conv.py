"""Convolution in two dimensions: exercise 3."""

import numpy as np


def output_size(n: int, k: int, stride: int = 1, padding: int = 0) -> int:
    """Count the places where a kernel of size ``k`` fits, one by one."""
    starts = range(0, n + 2 * padding, stride)
    return sum(start + k <= n + 2 * padding for start in starts)


def zero_pad(x: np.ndarray, padding: int) -> np.ndarray:
    """Put ``padding`` zeros around an ``(H, W)`` array."""
    H, W = x.shape
    out = np.zeros((H + 2 * padding, W + 2 * padding), x.dtype)
    for i in range(H):
        for j in range(W):
            out[i + padding, j + padding] = x[i, j]
    return out


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: float = 0.0,
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Cross-correlate ``(H, W)`` with ``(KH, KW)``, in float64."""
    KH, KW = w.shape
    x = zero_pad(x.astype(float), padding)
    H_out = output_size(x.shape[0], KH, stride)
    W_out = output_size(x.shape[1], KW, stride)
    y = np.full((H_out, W_out), float(bias))
    for i, j in np.ndindex(H_out, W_out):
        for u, v in np.ndindex(KH, KW):
            y[i, j] += float(w[u, v]) * x[i * stride + u, j * stride + v]
    return y


def receptive_field(layers: list[tuple[int, ...]]) -> int:
    """Walk back from one unit and collect every input that reaches it.

    A layer is ``(kernel_size, stride)`` or ``(kernel_size, stride,
    dilation)``, the first layer first.
    """
    seen = {0}
    for kernel_size, stride, *rest in reversed(layers):
        dilation = rest[0] if rest else 1
        taps = [dilation * tap for tap in range(kernel_size)]
        seen = {stride * unit + tap for unit in seen for tap in taps}
    return max(seen) - min(seen) + 1
