"""Slips in convolution with channels and in its cost: exercise 4.

Arguments are those of `cnnlab.check.truth.channels`.
"""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import channels as truth
from cnnlab.check.truth.conv import output_size

Slips = dict[str, np.ndarray]


@later
def one_filter(x: np.ndarray, w: np.ndarray, bias: float = 0.0) -> Slips:
    """Slips in one filter on a volume ``(C, H, W)``."""
    plain, C = truth.one_filter(x, w), len(x)
    maps = np.stack([truth.one_filter(x[[c]], w[[c]]) for c in range(C)])
    return {
        "each channel has a map of its own: they are never added": maps + bias,
        "only the first channel is used": maps[0] + bias,
        "only the last channel is used": maps[-1] + bias,
        "you take the mean over the channels, not the sum": plain / C + bias,
        "all channels see the first slice": (
            truth.one_filter(x, np.broadcast_to(w[:1], w.shape), bias)
        ),
        "the slices are in reverse order": truth.one_filter(x, w[::-1], bias),
        "your kernel is flipped": truth.one_filter(x, w[:, ::-1, ::-1], bias),
        "your kernel is transposed": _transposed(x[None], w[None], [bias])[
            0, 0
        ],
        "the bias is missing": plain,
        "the bias is added once per channel": plain + C * bias,
        "the bias is added once per weight": plain + w.size * bias,
        "the bias is subtracted": plain - bias,
    }


@later
def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> Slips:
    """Slips in a stack of filters on a batch."""
    bias = np.zeros(len(w)) if bias is None else bias
    given = {"bias": bias, "stride": stride, "padding": padding}
    right = truth.conv2d(x, w, **given, groups=groups)
    shift = bias[:, None, None]
    plain, first = right - shift, np.zeros_like(right)
    first[0] = right[0]
    found = {
        "the bias is missing": plain,
        "the bias is added twice": right + shift,
        "the bias is added once per channel": plain + w.shape[1] * shift,
        "every filter has the bias of the first": plain + bias[0],
        "the biases are added up": plain + bias.sum(),
        "the maps of all filters are added": right.sum(axis=1, keepdims=True),
        "only the first image is used": first,
        "every image has the result of the first": np.broadcast_to(
            right[:1], right.shape
        ),
        "images and filters are swapped": right.swapaxes(0, 1),
        "the channels come last": np.moveaxis(right, 1, 3),
    }
    return found | _strides(x, w, given, groups) | _groups(x, w, given, groups)


@later
def conv1x1(
    x: np.ndarray, w: np.ndarray, bias: np.ndarray | None = None
) -> Slips:
    """Slips in a matrix product at every pixel."""
    bias = np.zeros(len(w)) if bias is None else bias
    N, C, H, W = x.shape
    right = truth.conv1x1(x, w, bias)
    plain = right - bias[:, None, None]
    by_pixel = np.moveaxis(right, 1, 3)  # (N, H, W, C_out)
    return {
        "the bias is missing": plain,
        "the bias is added once per channel": plain + C * bias[:, None, None],
        "the channels come last": by_pixel,
        "the result goes back by `reshape` alone: axes are mixed": (
            by_pixel.reshape(right.shape)
        ),
        "pixels are cut by `reshape` alone: channels are mixed": (
            np.moveaxis(
                (x.reshape(-1, C) @ w.T + bias).reshape(N, H, W, -1), 3, 1
            )
        ),
        "images and channels are mixed by `reshape`": (
            w @ x.reshape(C, -1) + bias[:, None]
        )
        .reshape(-1, N, H, W)
        .swapaxes(0, 1),
        "you take the mean over the channels, not the sum": plain / C
        + bias[:, None, None],
    }


@later
def count_parameters(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> dict[str, int]:
    """Slips in the number of parameters."""
    (KH, KW), C, O = kernel_size, in_channels, out_channels  # noqa: E741
    fan_in, area, b = C // groups * KH * KW, KH * KW, int(bias)
    return {
        "the bias is missing": O * fan_in,
        "the bias is counted, though there is none": O * (fan_in + 1),
        "there is one bias a filter, not one in all": O * fan_in + b,
        "there is one bias a filter, not one a slice": O
        * (fan_in + b * C // groups),
        "there is one bias a filter, not one a channel": O * fan_in + b * C,
        "a filter spans all its channels": O * (area + b),
        "there are several filters": fan_in + b,
        "the groups are not used": O * (C * area + b),
        "the filters are divided by the groups too": O
        // groups
        * (fan_in + b),
        "the biases are divided by the groups too": O * C * area // groups
        + b * O // groups,
        "the window is KH x KH": O * (C // groups * KH * KH + b),
        "the window is KW x KW": O * (C // groups * KW * KW + b),
    }


@later
def count_macs(
    in_shape: tuple[int, int, int],
    out_channels: int,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> dict[str, int]:
    """Slips in the number of multiply-adds."""
    (C, H, W), (KH, KW), O = in_shape, kernel_size, out_channels  # noqa: E741
    fan_in = C // groups * KH * KW

    def places(s: int = stride, p: int = padding, turned: bool = False) -> int:
        one, two = (KW, KH) if turned else (KH, KW)
        return output_size(H, one, s, p) * output_size(W, two, s, p)

    right = O * places() * fan_in
    return {
        "places of the input are counted, not of the output": O
        * H
        * W
        * fan_in,
        "one place only: these are the weights": O * fan_in,
        "one filter only": places() * fan_in,
        "one input channel only": O * places() * KH * KW,
        "the biases are counted": O * places() * (fan_in + 1),
        "one multiply-add is one, not two": 2 * right,
        "the groups are not used": O * places() * C * KH * KW,
        "the filters are divided by the groups too": right // groups,
        "the stride is not used": O * places(s=1) * fan_in,
        "the padding is not used": O * places(p=0) * fan_in,
        "height and width of the window are swapped": O
        * places(turned=True)
        * fan_in,
        "the height of the output is used for its width": O
        * output_size(H, KH, stride, padding) ** 2
        * fan_in,
    }


def _strides(x: np.ndarray, w: np.ndarray, given: dict, groups: int) -> Slips:
    """Slips with stride and padding."""
    s, p = given["stride"], given["padding"]

    def made(x: np.ndarray = x, **other: int) -> np.ndarray:
        return truth.conv2d(x, w, **(given | other), groups=groups)

    dense, none, p_ = made(stride=1), [(0, 0), (0, 0)], (p, p)
    return {
        "the stride is not used": dense,
        "the stride is always 2": dense[:, :, ::2, ::2],
        "only the rows use the stride": dense[:, :, ::s],
        "only the columns use the stride": dense[:, :, :, ::s],
        "the padding is not used": made(padding=0),
        "the zeros are put around the result": np.pad(
            made(padding=0), [*none, p_, p_]
        ),
        "the border repeats the edge values": made(
            np.pad(x, [*none, p_, p_], mode="edge"), padding=0
        ),
        "only the rows are padded": made(
            np.pad(x, [*none, p_, (0, 0)]), padding=0
        ),
        "one side has no zeros": made(
            np.pad(x, [*none, (0, p), (0, p)]), padding=0
        ),
    }


def _groups(x: np.ndarray, w: np.ndarray, given: dict, groups: int) -> Slips:
    """Slips with channels: ``w`` or ``x`` in another order."""
    C_out, C = len(w), x.shape[1]
    part = w.shape[1]
    dealt = np.arange(C).reshape(part, groups).T.ravel()
    filters = np.arange(C_out).reshape(-1, groups).T.ravel()
    back = np.argsort(filters)
    bias = given["bias"][filters]
    first = np.tile(x[:, :part], (1, groups, 1, 1))

    def made(
        x: np.ndarray = x, w: np.ndarray = w, **other: object
    ) -> np.ndarray:
        return truth.conv2d(x, w, **(given | other), groups=groups)

    return {
        "your kernel is flipped": made(w=w[:, :, ::-1, ::-1]),
        "every filter sees the first channels": made(first),
        "the groups take every G-th channel, not neighbours": made(
            x[:, dealt]
        ),
        "the filters are dealt out to the groups in turn": made(
            w=w[filters], bias=bias
        )[:, back],
    }


def _transposed(x: np.ndarray, w: np.ndarray, bias: list[float]) -> np.ndarray:
    return truth.conv2d(x, w.swapaxes(2, 3), bias)
