"""Convolution as one matrix product: im2col, col2im, and what they make.

``im2col`` writes every window of an image as a column. A kernel laid out as
a row then meets all windows in one product (GEMM, general matrix multiply).
Layout and names are those of `cnnlab.reference.conv`. Chellapilla, Puri and
Simard, "High performance convolutional neural networks for document
processing", 2006.
"""

import numpy as np

from cnnlab.reference._check import (
    Pair,
    check_axes,
    check_dy,
    check_shape,
    conv_shape,
    pairs,
)
from cnnlab.shapes import as_pair, output_size


def im2col(
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """``(N, C, H, W)`` -> ``(N, C * KH * KW, H_out * W_out)``.

    Column ``i * W_out + j`` is the window of output ``(i, j)``; its entries
    are in the order of ``w[o].ravel()``. As `torch.nn.functional.unfold`.

    Examples
    --------
    >>> im2col(np.arange(6).reshape(1, 1, 2, 3), kernel_size=2)[0]
    array([[0, 1],
           [1, 2],
           [3, 4],
           [4, 5]])
    """
    check_axes(x=(x, 4))
    N, C = x.shape[:2]
    KH, KW = as_pair(kernel_size, "kernel_size")
    H_out, W_out = _places(x.shape[2:], kernel_size, stride, padding, dilation)
    _, (PH, PW), _ = pairs(stride, padding, dilation)
    padded = np.pad(x, ((0, 0), (0, 0), (PH, PH), (PW, PW)))
    columns = np.empty((N, C, KH, KW, H_out, W_out), x.dtype)
    for u, v in np.ndindex(KH, KW):
        seen = _seen_by(u, v, (H_out, W_out), stride, dilation)
        columns[:, :, u, v] = padded[:, :, *seen]
    return columns.reshape(N, C * KH * KW, H_out * W_out)


def col2im(
    columns: np.ndarray,
    shape: tuple[int, int, int, int],
    kernel_size: Pair,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """The adjoint of `im2col`: put columns back, and add where they overlap.

    It is not the inverse: a pixel that was in four windows comes back four
    times. As `torch.nn.functional.fold`.

    Parameters
    ----------
    columns : ``(N, C * KH * KW, H_out * W_out)``.
    shape : ``(N, C, H, W)`` of the image.
    """
    N, C, H, W = shape
    KH, KW = as_pair(kernel_size, "kernel_size")
    H_out, W_out = _places((H, W), kernel_size, stride, padding, dilation)
    check_shape("columns", columns, (N, C * KH * KW, H_out * W_out))
    columns = columns.reshape(N, C, KH, KW, H_out, W_out)
    _, (PH, PW), _ = pairs(stride, padding, dilation)
    padded = np.zeros((N, C, H + 2 * PH, W + 2 * PW), columns.dtype)
    for u, v in np.ndindex(KH, KW):
        seen = _seen_by(u, v, (H_out, W_out), stride, dilation)
        padded[:, :, *seen] += columns[:, :, u, v]
    return padded[:, :, PH : PH + H, PW : PW + W]


def conv2d_im2col(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Convolution as a matrix product; arguments as of `conv.conv2d`."""
    shape = conv_shape(x, w, b, stride, padding, dilation, groups)
    columns = im2col(x, w.shape[2:], stride, padding, dilation)
    y = np.matmul(_rows(w, groups), _split(columns, groups)).reshape(shape)
    return y if b is None else y + b[:, None, None]


def conv2d_im2col_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients by two more matrix products.

    ``Y = W X`` gives ``dW = dY X^T`` and ``dX = W^T dY``, and ``dX``, which
    is made of columns, goes back to the image by `col2im`.
    """
    check_dy(dy, conv_shape(x, w, None, stride, padding, dilation, groups))
    geometry = (w.shape[2:], stride, padding, dilation)
    columns = _split(im2col(x, *geometry), groups)
    dY = _split(dy.reshape(*dy.shape[:2], -1), groups)  # (N, G, C_out/G, P)
    dw = np.matmul(dY, columns.swapaxes(-1, -2)).sum(axis=0)
    dcolumns = np.matmul(_rows(w, groups).swapaxes(-1, -2), dY)
    dcolumns = dcolumns.reshape(len(x), -1, dY.shape[-1])
    dx = col2im(dcolumns, x.shape, *geometry)
    return dx, dw.reshape(w.shape), dy.sum(axis=(0, 2, 3))


def _rows(w: np.ndarray, groups: int) -> np.ndarray:
    """Each kernel as a row: ``(G, C_out // G, C_in // G * KH * KW)``."""
    return w.reshape(groups, len(w) // groups, -1)


def _split(columns: np.ndarray, groups: int) -> np.ndarray:
    """``(N, rows, P)`` -> ``(N, G, rows // G, P)``."""
    N, rows, P = columns.shape
    return columns.reshape(N, groups, rows // groups, P)


def _places(
    size: tuple[int, int],
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> tuple[int, int]:
    geometry = zip(
        size,
        as_pair(kernel_size, "kernel_size"),
        *pairs(stride, padding, dilation),
        strict=True,
    )
    H_out, W_out = (output_size(*axis) for axis in geometry)
    return H_out, W_out


def _seen_by(
    u: int, v: int, places: tuple[int, int], stride: Pair, dilation: Pair
) -> tuple[slice, slice]:
    """The pixels that meet kernel entry ``(u, v)``, over all windows."""
    (SH, SW), _, (DH, DW) = pairs(stride, 0, dilation)
    H_out, W_out = places
    rows = slice(u * DH, u * DH + (H_out - 1) * SH + 1, SH)
    cols = slice(v * DW, v * DW + (W_out - 1) * SW + 1, SW)
    return rows, cols
