"""Transposed convolution in NumPy, 1-D and 2-D.

A convolution is a matrix ``A``; this layer multiplies by its transpose. So
its forward pass is the backward pass of a convolution, and the other way
round. Weights are ``(C_in, C_out, KH, KW)``: seen from the convolution whose
transpose it is, which maps ``C_out`` channels to ``C_in``. Dumoulin and
Visin, "A guide to convolution arithmetic for deep learning", 2016, section 4.
"""

import numpy as np

from cnnlab.reference._check import (
    Pair,
    check_axes,
    check_dy,
    check_shape,
    pairs,
)
from cnnlab.reference.conv import conv2d, conv2d_backward
from cnnlab.shapes import as_pair, transposed_size


def conv_transpose2d_loops(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """Every pixel stamps the kernel, times itself; stamps add up.

    ``padding`` cuts that many pixels off each border of the result;
    ``output_padding`` adds rows and columns at the end only.

    Returns
    -------
    y : ``(N, C_out, H_out, W_out)``, see `cnnlab.shapes.transposed_size`.
    """
    shape = _shape(x, w, b, stride, padding, output_padding, dilation)
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    y = np.zeros(shape, np.result_type(x, w))
    for n, c, i, j in np.ndindex(*x.shape):
        for o, u, v in np.ndindex(*w.shape[1:]):
            row, col = i * SH + u * DH - PH, j * SW + v * DW - PW
            if 0 <= row < shape[2] and 0 <= col < shape[3]:
                y[n, o, row, col] += x[n, c, i, j] * w[c, o, u, v]
    return y if b is None else y + b[:, None, None]


def conv_transpose2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """The same by the backward pass of the convolution with ``w``."""
    shape = _shape(x, w, b, stride, padding, output_padding, dilation)
    image = np.zeros(shape, np.result_type(x, w))
    grown = _grown(x, stride, output_padding)
    y, _, _ = conv2d_backward(grown, image, w, stride, padding, dilation)
    return y if b is None else y + b[:, None, None]


def conv_transpose2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``dx`` is the convolution of ``dy``; ``dw`` is that one's ``dw``."""
    geometry = (stride, padding, dilation)
    check_dy(dy, _shape(x, w, None, stride, padding, output_padding, dilation))
    H, W = x.shape[2:]
    dx = conv2d(dy, w, None, *geometry)[:, :, :H, :W]
    grown = _grown(x, stride, output_padding)
    _, dw, _ = conv2d_backward(grown, dy, w, *geometry)
    return dx, dw, dy.sum(axis=(0, 2, 3))


def conv_transpose1d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> np.ndarray:
    """``(N, C_in, L)`` and ``(C_in, C_out, K)``: an image of height 1."""
    check_axes(x=(x, 3), w=(w, 3))
    geometry = (1, stride), (0, padding), (0, output_padding), (1, dilation)
    return conv_transpose2d(x[:, :, None], w[:, :, None], b, *geometry)[
        :, :, 0
    ]


def conv_transpose1d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``dx, dw, db``, shaped like ``x``, ``w`` and ``(C_out,)``."""
    check_axes(dy=(dy, 3), x=(x, 3), w=(w, 3))
    geometry = (1, stride), (0, padding), (0, output_padding), (1, dilation)
    dx, dw, db = conv_transpose2d_backward(
        dy[:, :, None], x[:, :, None], w[:, :, None], *geometry
    )
    return dx[:, :, 0], dw[:, :, 0], db


def _grown(x: np.ndarray, stride: Pair, output_padding: Pair) -> np.ndarray:
    """``x`` with zeros where `output_padding` makes room for more windows.

    The convolution of the output has ``output_padding // stride`` windows
    more than ``x`` has values; they stamp nothing.
    """
    (SH, SW), _, _ = pairs(stride, 0, 1)
    OH, OW = as_pair(output_padding, "output_padding")
    return np.pad(x, ((0, 0), (0, 0), (0, OH // SH), (0, OW // SW)))


def _shape(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None,
    stride: Pair,
    padding: Pair,
    output_padding: Pair,
    dilation: Pair,
) -> tuple[int, int, int, int]:
    """Check what goes in; return ``(N, C_out, H_out, W_out)``."""
    check_axes(x=(x, 4), w=(w, 4))
    N, C_in, H, W = x.shape
    C_w, C_out, KH, KW = w.shape
    if C_w != C_in:
        raise ValueError(
            f"`w` expects {C_w} input channels, `x` has {C_in}; weights are "
            f"(C_in, C_out, KH, KW) here (shapes {w.shape} and {x.shape})"
        )
    if b is not None:
        check_shape("b", b, (C_out,))
    extra = as_pair(output_padding, "output_padding")
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    H_out = transposed_size(H, KH, SH, PH, extra[0], DH)
    W_out = transposed_size(W, KW, SW, PW, extra[1], DW)
    return N, C_out, H_out, W_out
