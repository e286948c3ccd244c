"""Slips with connections and with images that move: exercise 2."""

import math
from collections.abc import Callable

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import sharing as truth

Shape = tuple[int, int, int]


@later
def full_parameters(
    in_shape: Shape, out_shape: Shape, bias: bool = True
) -> dict[str, int]:
    """Slips in counting a fully connected layer."""
    inputs, units = math.prod(in_shape), math.prod(out_shape)
    pixels, maps = math.prod(in_shape[1:]), math.prod(out_shape[1:])
    biases = units if bias else 0
    found = {
        "the channels of the input are not counted": pixels * units + biases,
        "the channels of the output are not counted": (inputs + bool(bias))
        * maps,
        "units and inputs are added, not multiplied": inputs + units,
    }
    if not bias:
        with_bias = "biases are counted although there are none"
        return {with_bias: (inputs + 1) * units} | found
    if out_shape[0] > 1:
        one_each = "each output channel has a single bias"
        found[one_each] = inputs * units + out_shape[0]
    return {
        "the biases are missing": inputs * units,
        "the layer has a single bias": inputs * units + 1,
        "there is a bias for each input, not for each unit": inputs * units
        + inputs,
    } | found


@later
def local_parameters(
    in_shape: Shape,
    out_shape: Shape,
    kernel_size: tuple[int, int],
    bias: bool = True,
) -> dict[str, int]:
    """Slips in counting a local layer whose weights are not shared."""
    window = in_shape[0] * math.prod(kernel_size)
    units, places = math.prod(out_shape), math.prod(out_shape[1:])
    pixels = out_shape[0] * math.prod(in_shape[1:])
    return _windows(in_shape, units, kernel_size, bias) | {
        "the weights are shared by all places": out_shape[0]
        * (window + bool(bias)),
        "the channels of the output are not counted": places
        * (window + bool(bias)),
        "each output channel has a single bias": units * window + out_shape[0],
        "there is a window for each pixel, not for each unit": pixels
        * (window + bool(bias)),
    }


@later
def shared_parameters(
    in_shape: Shape,
    out_shape: Shape,
    kernel_size: tuple[int, int],
    bias: bool = True,
) -> dict[str, int]:
    """Slips in counting a layer that shares its weights."""
    window = in_shape[0] * math.prod(kernel_size)
    units, maps = math.prod(out_shape), out_shape[0]
    return _windows(in_shape, maps, kernel_size, bias) | {
        "nothing is shared: each place has weights of its own": units
        * (window + bool(bias)),
        "each place has a bias of its own": maps * window + units,
        "one kernel serves all output channels": window + bool(bias),
        "the layer has a single bias": maps * window + 1,
    }


def _windows(
    in_shape: Shape, count: int, kernel_size: tuple[int, int], bias: bool
) -> dict[str, int]:
    """Slips in ``count`` windows of weights."""
    area = math.prod(kernel_size)
    window, one = in_shape[0] * area, bool(bias)
    flag = (
        {"the biases are missing": count * window}
        if bias
        else {
            "biases are counted although there are none": count * (window + 1)
        }
    )
    return flag | {
        "a window does not reach through the input channels": count
        * (area + one),
        "the kernel is taken to be square": count
        * (in_shape[0] * kernel_size[0] ** 2 + one),
        "the sides of the kernel are added, not multiplied": count
        * (in_shape[0] * sum(kernel_size) + one),
    }


@later
def shift(images: np.ndarray, dy: int, dx: int) -> dict[str, np.ndarray]:
    """Slips in moving ``(..., H, W)`` and letting zeros come in."""
    H, W = images.shape[-2:]
    sides = [(0, 0)] * (images.ndim - 2) + [(abs(dy),) * 2, (abs(dx),) * 2]
    edge = np.pad(images, sides, mode="edge")
    top, left = abs(dy) - dy, abs(dx) - dx
    found = {
        "dy and dx are swapped": truth.shift(images, dx, dy),
        "the image moves the other way": truth.shift(images, -dy, -dx),
        "rows move the other way": truth.shift(images, -dy, dx),
        "columns move the other way": truth.shift(images, dy, -dx),
        "what leaves on one side comes back on the other": np.roll(
            images, (dy, dx), (-2, -1)
        ),
        "the edge is repeated; zeros should come in": edge[
            ..., top : top + H, left : left + W
        ],
        "only the rows move": truth.shift(images, dy, 0),
        "only the columns move": truth.shift(images, 0, dx),
        "negative shifts are taken as positive": truth.shift(
            images, abs(dy), abs(dx)
        ),
        "nothing has moved": images,
    }
    if images.ndim == 3:
        moved = truth.shift(np.moveaxis(images, -1, 0), dy, dx)
        batch = "the images change places: the batch axis is moved"
        found[batch] = np.moveaxis(moved, 0, -1)
    return found


@later
def shift_accuracy(
    images: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    shifts: list[tuple[int, int]],
) -> dict[str, np.ndarray]:
    """Slips in the accuracy after each of several shifts."""
    right = truth.shift_accuracy(images, labels, weights, shifts)

    def made(change: Callable, labels: np.ndarray = labels) -> np.ndarray:
        moves = [change(dy, dx) for dy, dx in shifts]
        return truth.shift_accuracy(images, labels, weights, moves)

    def share(moved: np.ndarray) -> float:
        return float(np.mean(truth.predict(moved, weights) == labels))

    own, moved, in_a_row = truth.predict(images, weights), images, []
    for dy, dx in shifts:
        moved = truth.shift(moved, dy, dx)
        in_a_row.append(share(moved))
    rolled = [share(np.roll(images, by, (-2, -1))) for by in shifts]
    return {
        "the shifts have been sorted": truth.shift_accuracy(
            images, labels, weights, sorted(shifts)
        ),
        "this is the share of wrong answers": 1 - right,
        "right answers are counted, not averaged": right * len(labels),
        "this is in percent; a share from 0 to 1 is needed": 100 * right,
        "each shift starts from the image that was moved before": np.array(
            in_a_row
        ),
        "what leaves on one side comes back on the other": np.array(rolled),
        "dy and dx are swapped": made(lambda dy, dx: (dx, dy)),
        "the images are not moved": made(lambda dy, dx: (0, 0)),
        "only dx is used": made(lambda dy, dx: (0, dx)),
        "only dy is used": made(lambda dy, dx: (dy, 0)),
        "the answers are compared with those before the shift": made(
            lambda dy, dx: (dy, dx), own
        ),
        "accuracy is measured against that of the first shift": right
        / max(right[0], 1e-12),
    }
