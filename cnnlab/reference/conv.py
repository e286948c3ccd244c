"""2-D convolution in NumPy: loops to read, windows to use.

What deep learning calls convolution is cross-correlation: the kernel is not
flipped. Arrays have PyTorch's layout: images ``x`` are ``(N, C_in, H, W)``,
weights ``w`` are ``(C_out, C_in // groups, KH, KW)``, biases ``b`` are
``(C_out,)``. ``stride``, ``padding`` and ``dilation`` are in pixels, one
integer or a pair (height, width). With ``groups`` (an integer), the channels
are cut into as many equal parts that do not see each other.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.reference._check import Pair, check_dy, conv_shape, pairs
from cnnlab.shapes import as_pair


def conv2d_loops(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Convolution as its definition says: one loop for each index.

    Returns
    -------
    y : ``(N, C_out, H_out, W_out)``, see `cnnlab.shapes.output_size`.

    Raises
    ------
    ValueError
        If the shapes do not fit; the message names them.
    """
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    N, C_out, H_out, W_out = conv_shape(
        x, w, b, stride, padding, dilation, groups
    )
    _, C, KH, KW = w.shape  # C channels of x are seen by a kernel
    _, _, H, W = x.shape
    y = np.zeros((N, C_out, H_out, W_out), np.result_type(x, w))
    for n in range(N):
        for o in range(C_out):
            first = o // (C_out // groups) * C  # of the channels it sees
            for i in range(H_out):
                for j in range(W_out):
                    total = 0.0 if b is None else b[o]
                    for c in range(C):
                        for u in range(KH):
                            for v in range(KW):
                                row = i * SH + u * DH - PH
                                col = j * SW + v * DW - PW
                                # Padding adds zeros: outside, add nothing.
                                if 0 <= row < H and 0 <= col < W:
                                    pixel = x[n, first + c, row, col]
                                    total += pixel * w[o, c, u, v]
                    y[n, o, i, j] = total
    return y


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """The same numbers as `conv2d_loops`, by one product over all windows.

    Arguments, result and errors are those of `conv2d_loops`.

    Examples
    --------
    The worked patch of the book:

    >>> patch = [[93, 139, 101], [26, 252, 196], [135, 240, 48]]
    >>> sobel = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    >>> x, w = np.array([[patch]]), np.array([[sobel]])
    >>> conv2d(x, w).item()
    261
    """
    conv_shape(x, w, b, stride, padding, dilation, groups)
    windows = _windows(_pad(x, padding), w.shape[2:], stride, dilation)
    parts = zip(np.split(windows, groups, 1), np.split(w, groups), strict=True)
    # One group: (N, C, H_out, W_out, KH, KW) with (C_out, C, KH, KW)
    y = [np.tensordot(a, v, axes=((1, 4, 5), (1, 2, 3))) for a, v in parts]
    y = np.moveaxis(np.concatenate(y, axis=-1), -1, 1)  # channels first
    return y if b is None else y + b[:, None, None]


def conv2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a loss, given its gradient ``dy`` at the output.

    Returns
    -------
    dx, dw, db : shaped like ``x``, ``w`` and ``(C_out,)``.
    """
    check_dy(dy, conv_shape(x, w, None, stride, padding, dilation, groups))
    parts = [
        _backward_of_one_group(*part, stride, padding, dilation)
        for part in zip(
            np.split(dy, groups, 1),
            np.split(x, groups, 1),
            np.split(w, groups),
            strict=True,
        )
    ]
    dx = np.concatenate([dx for dx, _ in parts], axis=1)
    dw = np.concatenate([dw for _, dw in parts])
    return dx, dw, dy.sum(axis=(0, 2, 3))


def _backward_of_one_group(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> tuple[np.ndarray, np.ndarray]:
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    padded = _pad(x, padding)
    windows = _windows(padded, w.shape[2:], stride, dilation)
    dw = np.tensordot(dy, windows, axes=((0, 2, 3), (0, 2, 3)))
    _, _, H_out, W_out = dy.shape
    dpadded = np.zeros(padded.shape, np.result_type(dy, w))
    for u, v in np.ndindex(*w.shape[2:]):
        # Output (i, j) read pixel (i*SH + u*DH, j*SW + v*DW).
        rows = slice(u * DH, u * DH + (H_out - 1) * SH + 1, SH)
        cols = slice(v * DW, v * DW + (W_out - 1) * SW + 1, SW)
        step = np.tensordot(dy, w[:, :, u, v], axes=((1,), (0,)))
        dpadded[:, :, rows, cols] += np.moveaxis(step, -1, 1)
    H, W = x.shape[2:]
    return dpadded[:, :, PH : PH + H, PW : PW + W], dw


def conv2d_backward_loops(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`conv2d_backward` by loops: each product hands its share back.

    ``y += x * w`` in the forward pass gives ``dx += dy * w`` and
    ``dw += dy * x`` here, at the same indices.
    """
    check_dy(dy, conv_shape(x, w, None, stride, padding, dilation, groups))
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    (C_out, C, KH, KW), (H, W) = w.shape, x.shape[2:]
    dx = np.zeros(x.shape, np.result_type(dy, w))
    dw = np.zeros(w.shape, np.result_type(dy, x))
    for n, o, i, j in np.ndindex(*dy.shape):
        first = o // (C_out // groups) * C
        for c, u, v in np.ndindex(C, KH, KW):
            row, col = i * SH + u * DH - PH, j * SW + v * DW - PW
            if 0 <= row < H and 0 <= col < W:
                at = n, first + c, row, col
                dx[at] += dy[n, o, i, j] * w[o, c, u, v]
                dw[o, c, u, v] += dy[n, o, i, j] * x[at]
    return dx, dw, dy.sum(axis=(0, 2, 3))


def _pad(x: np.ndarray, padding: Pair) -> np.ndarray:
    PH, PW = as_pair(padding, "padding")
    return np.pad(x, ((0, 0), (0, 0), (PH, PH), (PW, PW)))


def _windows(
    padded: np.ndarray, kernel: tuple[int, int], stride: Pair, dilation: Pair
) -> np.ndarray:
    """All windows as a view ``(N, C_in, H_out, W_out, KH, KW)``: no copy."""
    (SH, SW), (DH, DW) = as_pair(stride), as_pair(dilation)
    spans = tuple(
        d * (k - 1) + 1 for k, d in zip(kernel, (DH, DW), strict=True)
    )
    windows = sliding_window_view(padded, spans, axis=(2, 3))
    return windows[:, :, ::SH, ::SW, ::DH, ::DW]
