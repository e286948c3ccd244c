"""Slips in separable convolution, shuffle and blocks: exercise 15.

Arguments are those of `cnnlab.check.truth.efficient`.
"""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import channels
from cnnlab.check.truth import efficient as truth

Pair = tuple[int, int]
Slips = dict[str, np.ndarray]


def standard_macs(
    in_channels: int,
    out_channels: int,
    kernel_size: Pair,
    size: Pair,
    stride: int = 1,
) -> dict[str, int]:
    """Slips in the cost of a standard convolution."""
    products = kernel_size[0] * kernel_size[1] * in_channels * out_channels
    return _counted(products, size, stride)


def separable_macs(
    in_channels: int,
    out_channels: int,
    kernel_size: Pair,
    size: Pair,
    stride: int = 1,
) -> dict[str, int]:
    """Slips in the cost of both steps."""
    taps, small = kernel_size[0] * kernel_size[1], truth.places(size, stride)
    filters, mixing = taps * in_channels, in_channels * out_channels
    large = size[0] * size[1]
    return {
        **_counted(filters + mixing, size, stride),
        "the depthwise step is counted at the size of the input": (
            large * filters + small * mixing
        ),
        "the pointwise step is counted at the size of the input": (
            small * filters + large * mixing
        ),
        "the two steps are multiplied, not added": small * filters * mixing,
        "the pointwise step is missing": small * filters,
        "the depthwise step is missing": small * mixing,
    }


@later
def depthwise_conv(
    x: np.ndarray, w: np.ndarray, stride: int = 1, padding: int = 0
) -> Slips:
    """Slips in one kernel for each channel."""

    def with_(w: np.ndarray, s: int = stride, p: int = padding) -> np.ndarray:
        return truth.depthwise_conv(x, w, s, p)

    found = {
        "every kernel sees all channels, and adds them up": channels.conv2d(
            x, np.repeat(w, len(w), axis=1), None, stride, padding
        ),
        "all channels are filtered by the kernel of channel 0": with_(
            np.broadcast_to(w[:1], w.shape)
        ),
        "your kernel is flipped": with_(w[..., ::-1, ::-1]),
    }
    if padding != 0:
        found["padding is ignored"] = with_(w, p=0)
    if padding not in (0, 1):
        found["padding is always 1"] = with_(w, p=1)
    if stride > 1:
        found["the stride is always 1"] = with_(w, 1)
    if stride > 2:
        found["every stride above 1 is taken as 2"] = with_(w, 2)
    return found


@later
def pointwise_conv(x: np.ndarray, w: np.ndarray) -> Slips:
    """Slips in mixing channels place by place."""
    (N, C, H, W), C_out = x.shape, len(w)
    w = w[:, :, 0, 0]
    rows = (x.reshape(N * H * W, C) @ w.T).reshape(N, H, W, C_out)
    strayed = (x.reshape(N * H * W, C) @ w.T).reshape(N, C_out, H, W)
    found = {
        "a reshape takes neighbours in a row for the channels of a place; "
        "the axis of the channels has to move first": rows.transpose(
            0, 3, 1, 2
        ),
        "a reshape mixes up places and channels, before the product and "
        "after it": strayed,
    }
    if C_out == C:
        found["w is transposed: its first axis is C_out"] = (
            truth.pointwise_conv(x, w.T[:, :, None, None])
        )
    return found


@later
def merged_kernel(depthwise: np.ndarray, pointwise: np.ndarray) -> Slips:
    """Slips in the kernel that does both steps at once."""
    right = truth.merged_kernel(depthwise, pointwise)
    return {
        "the axes of C_out and C_in are swapped": right.swapaxes(0, 1),
        "the kernels are added up over the channels": (
            right.sum(axis=1, keepdims=True)
        ),
        "every channel has the filter of channel 0": truth.merged_kernel(
            np.broadcast_to(depthwise[:1], depthwise.shape), pointwise
        ),
    }


@later
def channel_shuffle(x: np.ndarray, groups: int) -> Slips:
    """Slips in the order of the channels."""
    N, C, H, W = x.shape
    size = C // groups
    found = {
        "the channels are where they were: is the transpose missing?": x,
        "the channels are in reverse order": x[:, ::-1],
        "that is the way back, the shuffle with C // groups groups: groups "
        "comes first in the first reshape": truth.channel_shuffle(x, size),
        "rows and columns of the maps are swapped or torn too": (
            x.reshape(N, groups, size, H, W).swapaxes(1, 2)
            .swapaxes(3, 4).reshape(x.shape)
        ),
    }  # fmt: skip
    if C % 2 == 0 and groups != 2:
        halves = truth.channel_shuffle(x, 2)
        found["there are always two groups"] = halves
    return found


@later
def separable(
    x: np.ndarray,
    state: truth.State,
    stride: int = 1,
    training: bool = False,
) -> Slips:
    """Slips in the forward pass of ``SeparableConv``."""
    y = truth.filtered(x, state, "bn1", stride, training)
    end = ("pointwise", "bn2", training)
    found = {
        "the ReLU after the depthwise step is missing": truth.relu(
            truth.mixed(y, state, *end)
        ),
        "the ReLU after the pointwise step is missing": truth.mixed(
            truth.relu(y), state, *end
        ),
        **_without_norms(x, state, stride, training),
    }
    if stride > 1:
        large = truth.relu(truth.filtered(x, state, "bn1", 1, training))
        found["the stride is in the pointwise step, not in the depthwise"] = (
            truth.relu(
                truth.mixed(large[:, :, ::stride, ::stride], state, *end)
            )
        )
    return found


@later
def inverted(
    x: np.ndarray,
    state: truth.State,
    stride: int = 1,
    training: bool = False,
) -> Slips:
    """Slips in the forward pass of ``InvertedResidual``."""
    relu, relu6 = truth.relu, truth.relu6

    def plain(first=relu6, second=relu6) -> np.ndarray:  # noqa: ANN001
        """The block without its shortcut."""
        y = x
        if "expand.weight" in state:
            y = first(truth.mixed(y, state, "expand", "bn1", training))
        y = second(truth.filtered(y, state, "bn2", stride, training))
        return truth.mixed(y, state, "project", "bn3", training)

    right, block = truth.inverted(x, state, stride, training), plain()
    added = block.shape == x.shape
    shortcut = right - block if stride == 1 else 0.0
    found = {
        "the result of the bottleneck goes through a ReLU": (
            relu(block) + shortcut
        ),
        "the result of the bottleneck goes through ReLU6": (
            relu6(block) + shortcut
        ),
        "a ReLU follows the sum, as in ResNet": relu(right),
        "a ReLU6 follows the sum": relu6(right),
        "the ReLUs have no limit at 6": plain(relu, relu) + shortcut,
        "the activation after expand is missing": (
            plain(first=np.asarray) + shortcut
        ),
        "the activation after depthwise is missing": (
            plain(second=np.asarray) + shortcut
        ),
    }
    if added and stride == 1:
        found["the input is not added"] = block
    elif added:
        found["the input is added although the stride is not 1"] = block + x
    return found


def _counted(products: int, size: Pair, stride: int) -> dict[str, int]:
    """Slips in the number of places: ``products`` are those of one place."""
    H, W = size
    if stride == 1:
        return {}
    return {
        "that is counted at the size of the input, not the output": (
            products * H * W
        ),
        "a half row or column is rounded down": (
            products * (H // stride) * (W // stride)
        ),
    }


def _without_norms(
    x: np.ndarray, state: truth.State, stride: int, training: bool
) -> Slips:
    """A batch norm that is built and never called."""
    relu = truth.relu
    raw = truth.depthwise_conv(x, state["depthwise.weight"], stride, 1)
    y = relu(truth.filtered(x, state, "bn1", stride, training))
    return {
        "bn1 is not used": relu(
            truth.mixed(relu(raw), state, "pointwise", "bn2", training)
        ),
        "bn2 is not used": relu(
            truth.pointwise_conv(y, state["pointwise.weight"])
        ),
    }
