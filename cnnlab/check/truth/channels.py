"""Convolution with channels, and what it costs: exercise 4.

``x`` is ``(N, C_in, H, W)``, ``w`` is ``(C_out, C_in // groups, KH, KW)``.
"""

import numpy as np

from cnnlab.check.truth.conv import output_size


def one_filter(x: np.ndarray, w: np.ndarray, bias: float = 0.0) -> np.ndarray:
    """``(C, H, W)`` under one filter ``(C, KH, KW)``: one map, in float64."""
    return conv2d(x[None], w[None], [bias])[0, 0]


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray | list[float] | None = None,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> np.ndarray:
    """Cross-correlate a batch with a stack of filters, in float64."""
    C_out, part, KH, KW = w.shape
    around = (padding, padding)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), around, around])
    H_out = output_size(x.shape[2], KH, stride)
    W_out = output_size(x.shape[3], KW, stride)
    y = np.zeros((len(x), C_out, H_out, W_out))
    for n, o, i, j in np.ndindex(y.shape):
        first = o // (C_out // groups) * part  # of the channels that o sees
        top, left = i * stride, j * stride
        seen = x[n, first : first + part, top : top + KH, left : left + KW]
        y[n, o, i, j] = np.sum(seen * w[o])
        if bias is not None:
            y[n, o, i, j] += bias[o]
    return y


def conv1x1(
    x: np.ndarray, w: np.ndarray, bias: np.ndarray | None = None
) -> np.ndarray:
    """``(N, C_in, H, W)`` and ``(C_out, C_in)``, one pixel at a time."""
    N, _, H, W = x.shape
    y = np.zeros((N, len(w), H, W))
    for n, o, i, j in np.ndindex(y.shape):
        y[n, o, i, j] = sum(w[o] * x[n, :, i, j])
        if bias is not None:
            y[n, o, i, j] += bias[o]
    return y


def count_parameters(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> int:
    """Add up the weights and the bias of each filter."""
    KH, KW = kernel_size
    total = 0
    for _ in range(out_channels):
        total += in_channels // groups * KH * KW + int(bias)
    return total


def count_macs(
    in_shape: tuple[int, int, int],
    out_channels: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> int:
    """Add up the products of each filter at each of its places."""
    C, H, W = in_shape
    KH, KW = kernel_size
    rows = output_size(H, KH, stride, padding)
    columns = output_size(W, KW, stride, padding)
    total = 0
    for _ in range(out_channels):
        total += rows * columns * (C // groups) * KH * KW
    return total
