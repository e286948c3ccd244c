"""The fast form of convolution: im2col along rows, a band at a time.

Columns of a whole batch are ``KH * KW`` times as large as the batch: writing
and reading them takes longer than the product. Two things help. Only the
pixels along a *row* of the kernel are copied, ``KW`` times as many numbers:
the next row of the kernel meets the same copies, one row further down (Cho
and Brand, "MEC: memory-efficient convolution for deep neural network", 2017).
And copies of a *band* (some rows of an output image, or some small images
whole) fit a core's own cache, are used at once, and make room for the next
(Goto and van de Geijn, "Anatomy of high-performance matrix multiplication",
2008). Layout and names are those of `cnnlab.reference.conv`.
"""

import numpy as np

from cnnlab.reference._check import Pair, check_dy, conv_shape, pairs
from cnnlab.reference._rows import Rows
from cnnlab.shapes import as_pair


def conv2d_bands(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Convolution in bands; arguments, result, errors as of `conv.conv2d`.

    Examples
    --------
    >>> x, w = np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))
    >>> conv2d_bands(x, w)[0, 0]
    array([[4., 4.],
           [4., 4.]])
    """
    shape = conv_shape(x, w, b, stride, padding, dilation, groups)
    y = np.empty(shape, np.result_type(x, w, *([] if b is None else [b])))
    rows = Rows(x, w, stride, padding, dilation, groups)
    kernels = rows.kernels(w)
    maps = y.reshape(len(x), groups, kernels.shape[2], -1)
    found = np.empty(0)
    for images, places, columns in rows.columns(x):
        out = maps[images, :, :, places]
        np.matmul(kernels[:, 0], columns[:, :, 0], out=out)
        for u in range(1, kernels.shape[1]):
            if found.shape != out.shape:
                found = np.empty(out.shape, y.dtype)
            np.matmul(kernels[:, u], columns[:, :, u], out=found)
            out += found
        if b is not None:
            out += b.reshape(groups, -1, 1)
    return y


def conv2d_bands_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
    needs_dx: bool = True,
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Gradients in bands; arguments and result as of `conv.conv2d_backward`.

    Without ``needs_dx``, as for the first layer of a network, ``dx`` is
    None and costs nothing.

    At stride 1, ``dx`` is a convolution of ``dy`` with the flipped kernel.
    At others its columns are added to the pixels that they come from.
    """
    check_dy(dy, conv_shape(x, w, None, stride, padding, dilation, groups))
    rest = (stride, padding, dilation, groups)
    dw = _weight_gradient(dy, x, w, *rest)
    dx = None
    if needs_dx:
        way = _gather if _can_gather(dy, x, w, *rest[:3]) else _scatter
        dx = way(dy, x, w, *rest)
    return dx, dw, dy.sum(axis=(0, 2, 3))


def _weight_gradient(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: int,
) -> np.ndarray:
    """``dW = dY X^T``, summed over bands.

    ``X dY^T``, the same numbers, is faster to get where ``X`` is the larger.
    """
    rows = Rows(x, w, stride, padding, dilation, groups)
    slopes = dy.reshape(len(x), groups, 1, rows.C_out, -1)
    dw = 0
    for images, places, columns in rows.columns(x):
        dY = slopes[images, ..., places]
        if columns.shape[3] >= rows.C_out:
            found = np.matmul(columns, dY.swapaxes(3, 4))
        else:
            found = np.matmul(dY, columns.swapaxes(3, 4)).swapaxes(3, 4)
        dw = dw + found.sum(axis=0)
    dw = dw.reshape(groups, rows.KH, rows.C, rows.KW, -1)
    return dw.transpose(0, 4, 2, 1, 3).reshape(w.shape)


def _can_gather(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> bool:
    """Whether `_gather` works, and writes fewer numbers than `_scatter`.

    It needs stride 1 and no more padding than the kernel reaches over. Its
    columns are made of ``dy`` for each pixel, the others' of ``x`` for each
    output. Adding columns up takes longer than writing them: hence the 6.
    """
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    (C_out, _, KH, KW), (H, W) = w.shape, x.shape[2:]
    works = SH == SW == 1 and PH <= DH * (KH - 1) and PW <= DW * (KW - 1)
    H_out, W_out = dy.shape[2:]
    return works and C_out * H * W <= 6 * x.shape[1] * H_out * W_out


def _gather(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: int,
) -> np.ndarray:
    """``dx`` by kernels that are flipped, their channel axes exchanged."""
    (PH, PW), (DH, DW) = as_pair(padding), as_pair(dilation)
    C_out, C, KH, KW = w.shape
    flipped = w.reshape(groups, C_out // groups, C, KH, KW)[..., ::-1, ::-1]
    flipped = flipped.swapaxes(1, 2).reshape(groups * C, -1, KH, KW)
    reach = DH * (KH - 1) - PH, DW * (KW - 1) - PW
    return conv2d_bands(dy, flipped, None, 1, reach, dilation, groups)


def _scatter(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: int,
) -> np.ndarray:
    """``dX = W^T dY`` band by band, put back where im2col took it."""
    dx = np.zeros(x.shape, np.result_type(dy, w))
    rows = Rows(dx, w, stride, padding, dilation, groups)
    kernels = rows.kernels(w).swapaxes(2, 3)
    kernels = kernels.reshape(groups, -1, rows.C_out)
    slopes = dy.reshape(len(x), groups, rows.C_out, -1)
    for images, band, places in rows.bands(rows.bytes * rows.KH):
        columns = np.matmul(kernels, slopes[images, :, :, places])
        rows.add(columns, dx, images, band)
    return dx
