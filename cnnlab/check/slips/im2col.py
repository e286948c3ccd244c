"""Slips in im2col, col2im and the gradients of a convolution: exercise 5."""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import im2col as truth

Pair = tuple[int, int]


@later
def im2col(
    x: np.ndarray, kernel_size: Pair, stride: int = 1, padding: int = 0
) -> dict[str, np.ndarray]:
    """Slips in writing windows as columns."""
    (N, C, *size), k, s, p = x.shape, kernel_size, stride, padding
    places = truth.places(size, k, s, p)
    right = truth.im2col(x, k, s, p)
    parts = right.reshape(N, C, *k, *places)

    def ordered(*axes: int) -> np.ndarray:
        return parts.transpose(axes).reshape(right.shape)

    every = truth.im2col(x, k, 1, p).reshape(
        N, right.shape[1], *truth.places(size, k, 1, p)
    )

    def taken(rows: int, columns: int) -> np.ndarray:
        return every[..., ::rows, ::columns].reshape(*right.shape[:2], -1)

    edge = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="edge")
    slips = {
        "each window is a row, not a column": right.swapaxes(1, 2),
        "the channels come last in a column": ordered(0, 2, 3, 1, 4, 5),
        "in a column, v comes before u": ordered(0, 1, 3, 2, 4, 5),
        "the windows are numbered down the image first": ordered(
            0, 1, 2, 3, 5, 4
        ),
        "each window is flipped": parts[:, :, ::-1, ::-1].reshape(right.shape),
        "KH and KW are swapped": truth.im2col(x, k[::-1], s, p),
        "the batch is part of the columns": np.concatenate([*right], axis=-1),
        "the padding is not used": truth.im2col(x, k, s, 0),
        "the border repeats the edge values": truth.im2col(edge, k, s, 0),
    }
    if s > 1:
        slips |= {
            "the stride is not used": taken(1, 1),
            "the stride is always 2": taken(2, 2),
            "only the rows use the stride": taken(s, 1),
            "only the columns use the stride": taken(1, s),
        }
    return slips


@later
def col2im(
    columns: np.ndarray,
    shape: tuple[int, int, int, int],
    kernel_size: Pair,
    stride: int = 1,
    padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in putting columns back."""
    (N, C, H, W), (KH, KW), p = shape, kernel_size, padding
    H_out, W_out = truth.places((H, W), kernel_size, stride, p)
    big = (N, C, H + 2 * p, W + 2 * p)

    def added(entries: np.ndarray = columns) -> np.ndarray:
        return truth.col2im(entries, big, kernel_size, stride)

    cut = (..., slice(p, p + H), slice(p, p + W))
    last, first = np.zeros(big), np.zeros(big)
    parts = columns.reshape(N, C, KH, KW, H_out, W_out)
    for i, j in np.ndindex(H_out, W_out):
        top, left = i * stride, j * stride
        window = (..., slice(top, top + KH), slice(left, left + KW))
        last[window] = parts[..., i, j]
        top, left = (H_out - 1 - i) * stride, (W_out - 1 - j) * stride
        window = (..., slice(top, top + KH), slice(left, left + KW))
        first[window] = parts[..., H_out - 1 - i, W_out - 1 - j]
    counts = np.maximum(added(np.ones_like(columns)), 1)
    regrouped = columns.reshape(N, KH, KW, C, -1).transpose(0, 3, 1, 2, 4)
    turned = columns.reshape(N, C, KW, KH, -1).swapaxes(2, 3)
    return {
        "of overlapping windows only the last counts": last[cut],
        "of overlapping windows only the first counts": first[cut],
        "overlapping windows are averaged, not added": (added() / counts)[cut],
        "the channels come last in a column": added(
            regrouped.reshape(columns.shape)
        )[cut],
        "in a column, v comes before u": added(turned.reshape(columns.shape))[
            cut
        ],
        "the border of the padding is still there": added(),
        "the border is cut off at the top and left only": added()[..., p:, p:],
        "the border is cut off at the bottom and right only": added()[
            ..., :H, :W
        ],
    }


@later
def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int = 1,
    padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in the convolution as a matrix product."""
    bias = b[:, None, None]
    plain = truth.conv2d(x, w, 0 * b, stride, padding)
    channels_last = w.transpose(0, 2, 3, 1).reshape(w.shape)
    turned = w.swapaxes(2, 3).reshape(w.shape)

    def made(w: np.ndarray, s: int = stride, p: int = padding) -> np.ndarray:
        return truth.conv2d(x, w, b, s, p)

    return {
        "the bias is missing": plain,
        "the bias is added twice": plain + 2 * bias,
        "the bias is subtracted": plain - bias,
        "your kernel is flipped": made(w[:, :, ::-1, ::-1]),
        "the channels come last in a row of w": made(channels_last),
        "in a row of w, v comes before u": made(turned),
        "the stride is not used": made(w, s=1),
        "the padding is not used": made(w, p=0),
    }


@later
def weight_gradient(
    dy: np.ndarray,
    x: np.ndarray,
    kernel_size: Pair,
    stride: int = 1,
    padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in the gradient of the weights."""
    w = np.zeros((dy.shape[1], x.shape[1], *kernel_size))

    def made(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
        return truth.conv2d_backward(dy, x, w, stride, padding)[1]

    right, (H_out, W_out) = made(dy, x), dy.shape[2:]
    return {
        "you take the mean over the batch, not the sum": right / len(x),
        "you take the mean over the places, not the sum": right
        / (H_out * W_out),
        "you take the mean over batch and places, not the sum": right
        / (len(x) * H_out * W_out),
        "only the first image counts": made(dy[:1], x[:1]),
        "only the last image counts": made(dy[-1:], x[-1:]),
        "the gradient is flipped": right[:, :, ::-1, ::-1],
        "input and output channels are swapped": right.swapaxes(0, 1),
        "the matrix of dw is transposed, then reshaped": np.reshape(
            right.reshape(len(right), -1).T, right.shape
        ),
    }


@later
def input_gradient(
    dy: np.ndarray,
    w: np.ndarray,
    shape: tuple[int, int, int, int],
    stride: int = 1,
    padding: int = 0,
) -> dict[str, np.ndarray]:
    """Slips in the gradient of the input."""
    x = np.zeros(shape)

    def made(w: np.ndarray) -> np.ndarray:
        return truth.conv2d_backward(dy, x, w, stride, padding)[0]

    rows = w.reshape(len(w), -1)
    scrambled = rows.reshape(-1, len(w)).T.reshape(w.shape)
    (N, C, H, W), p = shape, padding
    image = np.zeros((N, C, H + 2 * p, W + 2 * p))
    full = truth.conv2d_backward(dy, image, w, stride)[0]
    return {
        "w is reshaped where it should be transposed": made(scrambled),
        "the kernel is flipped once too often": made(w[:, :, ::-1, ::-1]),
        "the border of the padding is still there": full,
        "you take the mean over the output channels": made(w) / len(w),
        "only the first output channel counts": made(w * _first(w)),
    }


def _first(w: np.ndarray) -> np.ndarray:
    """1 for the first output channel, 0 for the others."""
    return (np.arange(len(w)) == 0)[:, None, None, None]
