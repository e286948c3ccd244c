"""Pooling in NumPy: maximum, average, L2, global.

A pooling layer slides a window over each channel by itself and has no
weights. ``x`` is ``(N, C, H, W)``; ``kernel_size``, ``stride``, ``padding``
and ``dilation`` are in pixels, one integer or a pair (height, width); the
stride is the kernel size if it is None. With ``ceil_mode`` a last window may
stand over the border. Names and results are PyTorch's.
"""

import numpy as np

from cnnlab.reference._check import Pair, check_axes, check_dy
from cnnlab.reference._grid import Grid


def max_pool2d_loops(
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """The largest number of each window, by loops.

    Returns
    -------
    y : ``(N, C, H_out, W_out)``.

    Raises
    ------
    ValueError
        If a window does not fit or padding is over half of it.
    """
    grid = Grid.of(x, kernel_size, stride, padding, dilation, ceil_mode)
    y = np.full((*x.shape[:2], *grid.places), _lowest(x.dtype), x.dtype)
    for n, c, i, j in np.ndindex(*y.shape):
        for row, col in grid.pixels(i, j):
            y[n, c, i, j] = max(y[n, c, i, j], x[n, c, row, col])
    return y


def max_pool2d(
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """`max_pool2d_loops`, all windows at once.

    Examples
    --------
    >>> x = np.array([[[[1, 3, 2, 1], [4, 2, 1, 5]]]])
    >>> max_pool2d(x, 2).tolist()
    [[[[4, 5]]]]
    """
    grid = Grid.of(x, kernel_size, stride, padding, dilation, ceil_mode)
    return _largest(grid.windows(x, _lowest(x.dtype)))


def max_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    y: np.ndarray | None = None,
) -> np.ndarray:
    """``dx``: each ``dy`` goes to the pixel that was the maximum.

    Of several equal ones the first gets all, row by row, as in PyTorch.
    Where windows overlap, a pixel may win more than once: gradients add.
    Give the output ``y`` if you kept it; else it is computed once more.
    """
    grid = Grid.of(x, kernel_size, stride, padding, dilation, ceil_mode)
    check_dy(dy, (*x.shape[:2], *grid.places))
    windows = grid.windows(x, _lowest(x.dtype))
    y = _largest(windows) if y is None else y
    left = dy.copy()  # what no pixel has got yet

    def share(u: int, v: int) -> np.ndarray:
        taken = left * (windows[..., u, v] == y)
        np.subtract(left, taken, out=left)
        return taken

    return grid.add_back(x.shape, dy.dtype, share)


def avg_pool2d_loops(
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """The mean of each window, by loops.

    With ``count_include_pad`` the zeros of the padding count as pixels;
    what ``ceil_mode`` adds beyond the padding never counts.
    """
    grid = Grid.of(x, kernel_size, stride, padding, 1, ceil_mode)
    y = np.zeros((*x.shape[:2], *grid.places))
    counts = grid.counts(count_include_pad)
    for n, c, i, j in np.ndindex(*y.shape):
        for row, col in grid.pixels(i, j):
            y[n, c, i, j] += x[n, c, row, col]
        y[n, c, i, j] /= counts[i, j]
    return y.astype(np.result_type(x, np.float32))


def avg_pool2d(
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """`avg_pool2d_loops`, all windows at once."""
    grid = Grid.of(x, kernel_size, stride, padding, 1, ceil_mode)
    counts = grid.counts(count_include_pad)
    y = grid.windows(x, 0).sum(axis=(4, 5)) / counts
    return y.astype(np.result_type(x, np.float32), copy=False)


def avg_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """``dx``: every pixel of a window gets the same share of its ``dy``."""
    grid = Grid.of(x, kernel_size, stride, padding, 1, ceil_mode)
    check_dy(dy, (*x.shape[:2], *grid.places))
    share = dy / grid.counts(count_include_pad)
    return grid.add_back(x.shape, share.dtype, lambda u, v: share)


def l2_pool2d(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None = None
) -> np.ndarray:
    """The root of the sum of squares of each window."""
    grid = Grid.of(x, kernel_size, stride)
    return np.sqrt((grid.windows(x, 0) ** 2).sum(axis=(4, 5)))


def l2_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
) -> np.ndarray:
    """``dx = dy * x / y``; 0 where a whole window is 0, as in PyTorch."""
    grid = Grid.of(x, kernel_size, stride)
    check_dy(dy, (*x.shape[:2], *grid.places))
    y = l2_pool2d(x, kernel_size, stride)
    scaled = np.divide(dy, y, out=np.zeros_like(dy), where=y > 0)
    return x * grid.add_back(x.shape, dy.dtype, lambda u, v: scaled)


def global_avg_pool2d(x: np.ndarray) -> np.ndarray:
    """``(N, C, H, W)`` -> ``(N, C)``: the mean of each map."""
    check_axes(x=(x, 4))
    return x.mean(axis=(2, 3))


def global_avg_pool2d_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dx``: each pixel of a map gets ``dy / (H W)``."""
    check_axes(x=(x, 4))
    check_dy(dy, x.shape[:2])
    H, W = x.shape[2:]
    return np.broadcast_to(dy[:, :, None, None] / (H * W), x.shape).copy()


def _largest(windows: np.ndarray) -> np.ndarray:
    """The maximum over the last two axes: a whole map at a time."""
    first, *others = (
        windows[..., u, v] for u, v in np.ndindex(windows.shape[4:])
    )
    y = first.copy()
    for seen in others:
        np.maximum(y, seen, out=y)
    return y


def _lowest(dtype: np.dtype) -> float | int:
    """Less than or equal to any number: what max pooling pads with."""
    if np.issubdtype(dtype, np.floating):
        return -np.inf
    return np.iinfo(dtype).min
