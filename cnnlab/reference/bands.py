"""The fast form of convolution: im2col, a few places at a time.

Columns of a whole batch are ``KH * KW`` times as large as the batch: writing
and reading them takes longer than the product. Columns of a *band* (some
rows of an output image, or some small images whole) fit a core's own cache,
are used at once, and make room for the next. Goto and van de Geijn, "Anatomy
of high-performance matrix multiplication", 2008, block a product for the same
reason. Layout and names are those of `cnnlab.reference.conv`.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.reference._check import Pair, check_dy, conv_shape, pairs
from cnnlab.shapes import as_pair, output_size

BAND = 2**19  # bytes of columns: a quarter of a second-level cache of 2 MB


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
    rows = w.reshape(groups, len(w) // groups, -1)
    y = np.empty(shape, np.result_type(x, w, *([] if b is None else [b])))
    flat = y.reshape(len(x), *rows.shape[:2], -1)
    frame = _Frame(x, w.shape[2:], stride, padding, dilation)
    for images, places, columns in frame.columns(x, groups):
        out = flat[images, :, :, places]
        np.matmul(rows, columns, out=out)
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
    geometry = (stride, padding, dilation)
    input_gradient = _gather if _can_gather(dy, x, w, *geometry) else _scatter
    dx = input_gradient(dy, x, w, *geometry, groups) if needs_dx else None
    dw = _weight_gradient(dy, x, w, *geometry, groups)
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
    """``dW = dY X^T``, summed over bands; ``X dY^T`` is faster to get."""
    kernels = w.reshape(groups, len(w) // groups, -1).swapaxes(1, 2)
    dw = np.zeros(kernels.shape, np.result_type(dy, x))
    flat = dy.reshape(len(x), groups, len(w) // groups, -1)
    frame = _Frame(x, w.shape[2:], stride, padding, dilation)
    for images, places, columns in frame.columns(x, groups):
        dY = flat[images, :, :, places].swapaxes(2, 3)
        dw += np.matmul(columns, dY).sum(axis=0)
    return dw.swapaxes(1, 2).reshape(w.shape)


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
    output. Adding columns up takes longer than writing them: hence the 4.
    """
    (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
    (C_out, _, KH, KW), (H, W) = w.shape, x.shape[2:]
    works = SH == SW == 1 and PH <= DH * (KH - 1) and PW <= DW * (KW - 1)
    H_out, W_out = dy.shape[2:]
    return works and C_out * H * W <= 4 * x.shape[1] * H_out * W_out


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
    kernels = w.reshape(groups, len(w) // groups, -1).swapaxes(1, 2)
    dx = np.empty(x.shape, np.result_type(dy, w))
    flat = dy.reshape(len(x), groups, len(w) // groups, -1)
    frame = _Frame(dx, w.shape[2:], stride, padding, dilation)
    for images in frame.portions(len(x)):
        inside, bands = frame.of(images)
        inside[:] = 0
        for seen, places in bands:
            columns = np.matmul(kernels, flat[images, :, :, places])
            columns = columns.reshape(seen.shape)
            # Windows overlap, so one entry (u, v) of the kernel at a time.
            for u, v in np.ndindex(w.shape[2:]):
                seen[:, :, u, v] += columns[:, :, u, v]
        dx[images] = inside
    return dx


class _Frame:
    """Room for some images with their borders of zeros, used again and again.

    The columns of all its images are about `BAND` bytes. Of an image that
    is too large for this, there is one, and its rows are taken in bands.
    """

    def __init__(
        self,
        x: np.ndarray,
        kernel: tuple[int, int],
        stride: Pair,
        padding: Pair,
        dilation: Pair,
    ) -> None:
        (SH, SW), (PH, PW), (DH, DW) = pairs(stride, padding, dilation)
        (N, C, H, W), (KH, KW) = x.shape, kernel
        H_out = output_size(H, KH, SH, PH, DH)
        W_out = output_size(W, KW, SW, PW, DW)
        row = C * KH * KW * W_out * x.itemsize  # bytes of its columns
        count = max(1, min(N, BAND // (row * H_out)))
        self.height = max(1, BAND // row)
        frame = np.zeros((count, C, H + 2 * PH, W + 2 * PW), x.dtype)
        self.inside = frame[:, :, PH : PH + H, PW : PW + W]
        spans = (DH * (KH - 1) + 1, DW * (KW - 1) + 1)
        windows = sliding_window_view(frame, spans, (2, 3), writeable=True)
        windows = windows[:, :, ::SH, ::SW, ::DH, ::DW]
        # (count, C, KH, KW, H_out, W_out), a view
        self.windows = windows.transpose(0, 1, 4, 5, 2, 3)

    def columns(
        self, x: np.ndarray, groups: int
    ) -> Iterator[tuple[slice, slice, np.ndarray]]:
        """Images, places and columns of each band of ``x``.

        Columns are ``(images, groups, entries of a kernel, places)``.
        """
        entries = self.windows[0, ..., 0, 0].size // groups
        for images in self.portions(len(x)):
            inside, bands = self.of(images)
            inside[:] = x[images]
            for seen, places in bands:
                shape = (len(seen), groups, entries, -1)
                yield images, places, seen.reshape(shape)

    def portions(self, N: int) -> list[slice]:
        """Which images are in the frame at the same time."""
        count = len(self.inside)
        return [slice(i, min(i + count, N)) for i in range(0, N, count)]

    def of(
        self, images: slice
    ) -> tuple[np.ndarray, list[tuple[np.ndarray, slice]]]:
        """Where these images go; of each band its windows and its places.

        Places count along the rows of an output image, row behind row.
        """
        count = images.stop - images.start
        windows = self.windows[:count]
        H_out, W_out = windows.shape[4:]
        bands = []
        for first in range(0, H_out, self.height):
            last = min(first + self.height, H_out)
            places = slice(first * W_out, last * W_out)
            bands.append((windows[..., first:last, :], places))
        return self.inside[:count], bands
