"""Slips in pooling in two dimensions: exercise 6.

Arguments are those of `cnnlab.check.truth.pooling`.
"""

from collections.abc import Callable

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import pooling as truth

Pair = tuple[int, int]
Slips = dict[str, np.ndarray]


@later
def starts(n: int, k: int, stride: int) -> Slips:
    """Slips in the first pixels of the windows."""
    right = truth.starts(n, k, stride)
    return {
        "a window that sticks out is kept": np.arange(0, n, stride),
        "the last window is missing": np.arange(0, n - k, stride),
        "the windows are numbered, not placed": np.arange(len(right)),
        "the stride is not used": np.arange(n - k + 1),
        "the windows lie side by side": truth.starts(n, k, k),
        "the division is rounded up": np.append(right, len(right) * stride),
        "these are the last pixels of the windows": right + k - 1,
    }


@later
def max_pool2d(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None = None
) -> Slips:
    """Slips in the largest number of each window."""
    right = truth.max_pool2d(x, kernel_size, stride)
    return {
        "the maximum starts from 0, so no negative number wins": np.maximum(
            right, 0
        ),
        "you take the smallest of each window": -truth.max_pool2d(
            -x, kernel_size, stride
        ),
        "you take the mean of each window": truth.avg_pool2d(
            x, kernel_size, stride
        ),
        "you take the largest absolute value": truth.max_pool2d(
            np.abs(x), kernel_size, stride
        ),
        **_mixed(right, np.max),
        **_moved(truth.max_pool2d, x, kernel_size, stride),
    }


@later
def avg_pool2d(
    x: np.ndarray, kernel_size: Pair, stride: Pair | None = None
) -> Slips:
    """Slips in the mean of each window."""
    KH, KW = kernel_size
    right = truth.avg_pool2d(x, kernel_size, stride)
    return {
        "you take the sum of each window, not the mean": right * KH * KW,
        "the sum is divided by KH * KH": right * KW / KH,
        "the sum is divided by KW * KW": right * KH / KW,
        "you take the largest of each window": truth.max_pool2d(
            x, kernel_size, stride
        ),
        "the mean is rounded down": np.floor(right),
        **_mixed(right, np.mean),
        **_moved(truth.avg_pool2d, x, kernel_size, stride),
    }


@later
def max_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
) -> Slips:
    """Slips in sending ``dy`` to the winners."""
    given = (dy, x, kernel_size, stride)
    return {
        "where several are equal, the last one gets it": _sent(
            *given, lambda wins: _first(wins[::-1, ::-1])[::-1, ::-1]
        ),
        "the first one is sought column by column, not row by row": _sent(
            *given, lambda wins: _first(wins.T).T
        ),
        "where several are equal, each gets all of it": _sent(
            *given, lambda wins: wins
        ),
        "where several are equal, they share it": _sent(
            *given, lambda wins: wins / wins.sum()
        ),
        "where windows overlap, only the last one counts": _sent(
            *given, _first, add=False
        ),
        "the windows lie side by side: the stride is not used": _sent(
            *given[:3], None, _first
        ),
        "every pixel of a window gets all of it": _sent(*given, np.ones_like),
        "every pixel gets a share, as in average pooling": (
            truth.avg_pool2d_backward(*given)
        ),
        "the winner gets 1, not its number of dy": truth.max_pool2d_backward(
            np.ones_like(dy), *given[1:]
        ),
        "the gradient goes to the smallest": truth.max_pool2d_backward(
            dy, -x, kernel_size, stride
        ),
    }


@later
def avg_pool2d_backward(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None = None,
) -> Slips:
    """Slips in sharing ``dy`` among the pixels of a window."""
    KH, KW = kernel_size
    given = (dy, x, kernel_size, stride)
    right = truth.avg_pool2d_backward(*given)
    last = _sent(*given, np.ones_like, add=False)
    return {
        "each pixel gets all of it, not a share": right * KH * KW,
        "the share is 1 / (KH * KH)": right * KW / KH,
        "the share is 1 / (KW * KW)": right * KH / KW,
        "where windows overlap, only the last one counts": last / (KH * KW),
        "the share is multiplied by x": right * x,
        "the gradient goes to the largest": truth.max_pool2d_backward(*given),
    }


@later
def global_avg_pool2d(x: np.ndarray) -> Slips:
    """Slips in the mean of each map."""
    return {
        "you take the sum of each map": x.sum(axis=(2, 3)),
        "you take the largest of each map": x.max(axis=(2, 3)),
        "you take the mean over the channels": x.mean(axis=1),
        "you take the mean over the images": x.mean(axis=(0, 2, 3)),
        "you take the mean of the rows only": x.mean(axis=2),
        "you take the mean of everything": np.full(x.shape[:2], x.mean()),
        "axes of size 1 are left": x.mean(axis=(2, 3), keepdims=True),
    }


def _mixed(y: np.ndarray, summary: Callable) -> Slips:
    """Slips with images and channels, of a result that is right."""
    channels = summary(y, axis=1, keepdims=True)
    batch = summary(y, axis=(0, 1), keepdims=True)
    first = np.zeros_like(y)
    first[0] = y[0]
    return {
        "one number for all channels: they are pooled together": channels,
        "the channels are pooled together": np.broadcast_to(channels, y.shape),
        "images and channels are pooled together": np.broadcast_to(
            batch, y.shape
        ),
        "only the first image is pooled": first,
    }


def _moved(
    pool: Callable, x: np.ndarray, kernel_size: Pair, stride: Pair | None
) -> Slips:
    """Slips with kernel and stride: ``pool`` with other arguments."""
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    made = {
        "the windows move by 1, whatever the stride": (kernel_size, (1, 1)),
        "the windows lie side by side: the stride is not used": (
            kernel_size,
            kernel_size,
        ),
        "height and width of the kernel are swapped": ((KW, KH), (SH, SW)),
        "height and width of the stride are swapped": (kernel_size, (SW, SH)),
        "height and width are swapped, in the kernel and the stride": (
            (KW, KH),
            (SW, SH),
        ),
        "the stride of the rows is used for the columns": (
            kernel_size,
            (SH, SH),
        ),
        "the stride of the columns is used for the rows": (
            kernel_size,
            (SW, SW),
        ),
        "the stride is always 2": (kernel_size, (2, 2)),
        "the window is KH x KH": ((KH, KH), (SH, SW)),
        "the window is KW x KW": ((KW, KW), (SH, SW)),
    }
    return {words: pool(x, *given) for words, given in made.items()}


def _sent(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: Pair | None,
    shares: Callable[[np.ndarray], np.ndarray],
    add: bool = True,
) -> np.ndarray:
    """Send ``dy`` by ``shares``, a function of where the largest are."""
    (KH, KW), (SH, SW) = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        rows = slice(i * SH, i * SH + KH)
        window = x[n, c, rows, j * SW : j * SW + KW]
        if not window.size:
            continue
        part = shares(window == window.max()) * dy[n, c, i, j]
        before = dx[n, c, rows, j * SW : j * SW + KW]
        before[...] = before + part if add else np.where(part, part, before)
    return dx


def _first(wins: np.ndarray) -> np.ndarray:
    places = np.arange(wins.size).reshape(wins.shape)
    return places == wins.argmax()
