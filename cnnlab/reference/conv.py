"""2-D convolution in NumPy: loops to read, windows to use.

What deep learning calls convolution is cross-correlation: the kernel is not
flipped. Arrays have PyTorch's layout: images ``x`` are ``(N, C_in, H, W)``,
weights ``w`` are ``(C_out, C_in, KH, KW)``, biases ``b`` are ``(C_out,)``.
``stride``, ``padding`` and ``dilation`` are in pixels, one integer or a pair
(height, width).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlab.shapes import as_pair, output_size

Pair = int | tuple[int, int]


def conv2d_loops(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
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
    (SH, SW), (PH, PW), (DH, DW) = _geometry(stride, padding, dilation)
    N, C_out, H_out, W_out = _output_shape(x, w, b, stride, padding, dilation)
    _, C_in, KH, KW = w.shape
    _, _, H, W = x.shape
    y = np.zeros((N, C_out, H_out, W_out), np.result_type(x, w))
    for n in range(N):
        for o in range(C_out):
            for i in range(H_out):
                for j in range(W_out):
                    total = 0.0 if b is None else b[o]
                    for c in range(C_in):
                        for u in range(KH):
                            for v in range(KW):
                                row = i * SH + u * DH - PH
                                col = j * SW + v * DW - PW
                                # Padding adds zeros: outside, add nothing.
                                if 0 <= row < H and 0 <= col < W:
                                    pixel = x[n, c, row, col]
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
    _output_shape(x, w, b, stride, padding, dilation)
    windows = _windows(_pad(x, padding), w.shape[2:], stride, dilation)
    y = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3)))
    y = np.moveaxis(y, -1, 1)  # (N, H_out, W_out, C_out) -> channels first
    return y if b is None else y + b[:, None, None]


def conv2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a loss, given its gradient ``dy`` at the output.

    Returns
    -------
    dx, dw, db : shaped like ``x``, ``w`` and ``(C_out,)``.
    """
    _check_dy(dy, _output_shape(x, w, None, stride, padding, dilation))
    (SH, SW), (PH, PW), (DH, DW) = _geometry(stride, padding, dilation)
    padded = _pad(x, padding)
    windows = _windows(padded, w.shape[2:], stride, dilation)
    dw = np.tensordot(dy, windows, axes=((0, 2, 3), (0, 2, 3)))
    _, _, H_out, W_out = dy.shape
    dpadded = np.zeros(padded.shape, np.result_type(dy, w))
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            # Output (i, j) read pixel (i*SH + u*DH, j*SW + v*DW).
            rows = slice(u * DH, u * DH + (H_out - 1) * SH + 1, SH)
            cols = slice(v * DW, v * DW + (W_out - 1) * SW + 1, SW)
            step = np.tensordot(dy, w[:, :, u, v], axes=((1,), (0,)))
            dpadded[:, :, rows, cols] += np.moveaxis(step, -1, 1)
    H, W = x.shape[2:]
    dx = dpadded[:, :, PH : PH + H, PW : PW + W]
    return dx, dw, dy.sum(axis=(0, 2, 3))


def conv2d_backward_loops(
    dy: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`conv2d_backward` by loops: each product hands its share back.

    ``y += x * w`` in the forward pass gives ``dx += dy * w`` and
    ``dw += dy * x`` here, at the same indices.
    """
    _check_dy(dy, _output_shape(x, w, None, stride, padding, dilation))
    (SH, SW), (PH, PW), (DH, DW) = _geometry(stride, padding, dilation)
    _, C_in, H, W = x.shape
    dx = np.zeros(x.shape, np.result_type(dy, w))
    dw = np.zeros(w.shape, np.result_type(dy, x))
    for n, o, i, j in np.ndindex(*dy.shape):
        for c, u, v in np.ndindex(C_in, *w.shape[2:]):
            row, col = i * SH + u * DH - PH, j * SW + v * DW - PW
            if 0 <= row < H and 0 <= col < W:
                dx[n, c, row, col] += dy[n, o, i, j] * w[o, c, u, v]
                dw[o, c, u, v] += dy[n, o, i, j] * x[n, c, row, col]
    return dx, dw, dy.sum(axis=(0, 2, 3))


def _geometry(
    stride: Pair, padding: Pair, dilation: Pair
) -> tuple[tuple[int, int], ...]:
    return (
        as_pair(stride, "stride"),
        as_pair(padding, "padding"),
        as_pair(dilation, "dilation"),
    )


def _output_shape(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> tuple[int, int, int, int]:
    """Check what goes in; return ``(N, C_out, H_out, W_out)``."""
    for name, array in (("x", x), ("w", w)):
        if array.ndim != 4:
            raise ValueError(
                f"`{name}` must have 4 axes, got shape {array.shape}: "
                "add the missing ones, e.g. x[None, None] for one grey image"
            )
    N, C_in, H, W = x.shape
    C_out, C_w, KH, KW = w.shape
    if C_w != C_in:
        raise ValueError(
            f"`w` expects {C_w} input channels, `x` has {C_in} "
            f"(shapes {w.shape} and {x.shape})"
        )
    if b is not None and b.shape != (C_out,):
        raise ValueError(f"`b` must have shape ({C_out},), got {b.shape}")
    (SH, SW), (PH, PW), (DH, DW) = _geometry(stride, padding, dilation)
    H_out = output_size(H, KH, SH, PH, DH)
    W_out = output_size(W, KW, SW, PW, DW)
    return N, C_out, H_out, W_out


def _check_dy(dy: np.ndarray, expected: tuple[int, ...]) -> None:
    if dy.shape != expected:
        raise ValueError(
            f"`dy` must have the output's shape {expected}, got {dy.shape}"
        )


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
