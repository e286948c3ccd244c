"""Slips in transposed convolution: exercise 8."""

from collections.abc import Callable

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import transposed as truth


@later
def conv_transpose1d(
    x: np.ndarray, w: np.ndarray, stride: int = 1
) -> dict[str, np.ndarray]:
    """Slips in stamping a row."""
    right, K = truth.conv_transpose1d(x, w, stride), len(w)
    last = np.zeros(right.shape)
    for i, value in enumerate(x):
        last[i * stride : i * stride + K] = value * w
    counts = truth.overlap_counts(len(x), K, stride)
    without_last = np.pad(
        truth.conv_transpose1d(x[:-1], w, stride), (0, stride)
    )
    slips = {
        "the kernel is flipped": truth.conv_transpose1d(x, w[::-1], stride),
        "where stamps overlap only the last one counts": last,
        "overlapping stamps are averaged, not added": right
        / np.maximum(counts, 1),
        "the last stamp is missing": without_last,
        "the result ends at n * stride": right[: len(x) * stride],
        "this is the convolution: it gathers, its transpose stamps": (
            truth.conv_matrix(w, len(x), stride) @ x
        ),
        "the stamps lie side by side, K apart": np.outer(x, w).ravel(),
    }
    return slips | _strides(lambda s: truth.conv_transpose1d(x, w, s), stride)


@later
def conv_matrix(
    w: np.ndarray, n: int, stride: int = 1
) -> dict[str, np.ndarray]:
    """Slips in the matrix of a convolution."""
    right = truth.conv_matrix(w, n, stride)
    around = np.zeros((n, n))
    for i in range(n):
        for u, weight in enumerate(w):
            around[i, (i + u) % n] += weight
    slips = {
        "the kernel is flipped": truth.conv_matrix(w[::-1], n, stride),
        "this is the transpose already": right.T,
        "the kernel goes on at the other end of the row": around[::stride],
        "each row starts one place further, not `stride`": (
            truth.conv_matrix(w, n)[: len(right)]
        ),
    }
    return slips | _strides(lambda s: truth.conv_matrix(w, n, s), stride)


@later
def transposed_size(
    n: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> dict[str, int]:
    """Slips in the output size."""
    k, s, p, extra = kernel_size, stride, padding, output_padding
    right = truth.transposed_size(n, k, s, p, extra)
    slips = {
        "this is the size of a convolution": (n + 2 * p - k) // s + 1,
        "the size is n * stride whatever the kernel": n * s,
        "n steps are counted for n stamps": right + s,
        "the kernel counts K - 1 pixels": right - 1,
    }
    if p:
        slips |= {
            "the padding is added, not cut off": right + 4 * p,
            "the padding is cut off at one end only": right + p,
            "the padding is not used": right + 2 * p,
        }
    if extra:
        slips |= {
            "output_padding is not used": right - extra,
            "output_padding is added at both ends": right + extra,
            "output_padding is cut off, not added": right - 2 * extra,
        }
    return slips


@later
def conv_transpose2d(
    x: np.ndarray,
    w: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in stamping an image."""
    s, p, extra = stride, padding, output_padding

    def made(
        x: np.ndarray = x, w: np.ndarray = w, s: int = s, e: int = extra
    ) -> np.ndarray:
        return truth.conv_transpose2d(x, w, s, p, e)

    right, uncut = made(), truth.conv_transpose2d(x, w, s, 0, extra)
    (_, H_out, W_out), C_in = right.shape, len(x)
    slips = {
        "the kernel is flipped": made(w=w[..., ::-1, ::-1]),
        "the kernel is transposed": made(w=w.swapaxes(2, 3)),
        "where stamps overlap only the last one counts": _overwritten(
            x, w, s, extra
        )[:, p : p + H_out, p : p + W_out],
        "only the first input channel stamps": made(x[:1], w[:1]),
        "the input channels are averaged, not added": right / C_in,
    }
    if p:
        slips |= {
            "the padding is not used": uncut,
            "the padding is cut off at the end only": uncut[:, :H_out, :W_out],
            "the padding is cut off at the start only": uncut[:, p:, p:],
            "a border of zeros is added, where it must be cut off": np.pad(
                uncut, ((0, 0), (p, p), (p, p))
            ),
        }
    if extra:
        short = made(e=0)
        slips |= {
            "output_padding is not used": short,
            "output_padding is filled with zeros": np.pad(
                short, ((0, 0), (0, extra), (0, extra))
            ),
            "output_padding is added at the start": np.pad(
                uncut, ((0, 0), (extra, 0), (extra, 0))
            )[:, p : p + H_out, p : p + W_out],
        }
    return slips | _strides(lambda s: made(s=s), s)


@later
def overlap_counts(
    n: int, kernel_size: int, stride: int
) -> dict[str, np.ndarray]:
    """Slips in counting stamps."""
    right = truth.overlap_counts(n, kernel_size, stride)
    every = np.full(right.shape, -(-kernel_size // stride))
    slips = {
        "it says whether a pixel is painted, not how often": np.minimum(
            right, 1
        ),
        "every pixel has the count of the middle": every,
        "the result ends at n * stride": right[: n * stride],
        "pixels without a stamp count as 1": np.maximum(right, 1),
    }
    return slips | _strides(
        lambda s: truth.overlap_counts(n, kernel_size, s), stride
    )


def _strides(
    made: Callable[[int], np.ndarray], stride: int
) -> dict[str, np.ndarray]:
    """Slips that only a larger stride can show."""
    if stride == 1:
        return {}
    slips = {"the stride is not used": made(1)}
    return slips | ({"the stride is always 2": made(2)} if stride > 2 else {})


def _overwritten(
    x: np.ndarray, w: np.ndarray, stride: int, extra: int
) -> np.ndarray:
    """Stamps written with ``=``, before anything is cut off."""
    (_, H, W), (_, C_out, KH, KW) = x.shape, w.shape
    size = (H - 1) * stride + KH + extra, (W - 1) * stride + KW + extra
    y = np.zeros((C_out, *size))
    for i, j in np.ndindex(H, W):
        top, left = i * stride, j * stride
        stamp = np.tensordot(x[:, i, j], w, axes=1)
        y[:, top : top + KH, left : left + KW] = stamp
    return y
