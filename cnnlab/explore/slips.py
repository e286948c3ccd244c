"""What usual slips lead to in a shape ledger; the arithmetic of `ledger`.

A reader's number that is not right is looked up here: if it is what a usual
slip gives, the slip can be named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from cnnlab.shapes import Conv, Flatten, Linear, Pool, as_pair, output_size

Shape = tuple[int, ...]


@dataclass(frozen=True)
class CeilPool(Pool):
    """Pooling with ``ceil_mode``: one more window may pass the border."""

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        sizes = zip(shape[1:], *_window(self), strict=True)
        out = [output_size(*axis, ceil_mode=True) for axis in sizes]
        return (shape[0], *out), 0, 0


@dataclass(frozen=True)
class AdaptivePool:
    """Pooling to ``output_size`` places a side; 1 is global pooling."""

    output_size: int = 1

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        return (shape[0], self.output_size, self.output_size), 0, 0


@dataclass(frozen=True)
class BatchNorm:
    """A scale and a shift for each channel."""

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        return shape, 2 * shape[0], 0


Layer = Conv | Pool | AdaptivePool | BatchNorm | Flatten | Linear
Slips = dict[str, int]


@dataclass(frozen=True)
class Usual:
    """Usual wrong numbers of one layer, by the name of the slip.

    ``sizes`` are of (height, width); ``features`` of a flat output. A slip
    whose number happens to be right is left out.
    """

    channels: Slips
    sizes: dict[str, tuple[int, int]]
    features: Slips
    params: Slips
    macs: Slips


def usual_slips(shape: Shape, layer: Layer) -> Usual:
    """Where a reader of ``layer`` on an input of ``shape`` may go wrong.

    Raises
    ------
    ValueError
        If the layer does not fit its input.

    Examples
    --------
    >>> usual = usual_slips((3, 32, 32), Conv(10, 5, padding=2))
    >>> usual.params["no_bias"], usual.sizes["padding_once"]
    (750, (30, 30))
    """
    out, params, macs = layer.count(shape)
    volume = len(out) == 3
    numbers = _NUMBERS.get(type(layer), _no_weights)(shape, layer, out)
    return Usual(
        _wrong(_channels(shape, layer), out[0]) if volume else {},
        _wrong(_sizes(shape, layer), out[1:]) if volume else {},
        {} if volume else _wrong(_features(shape, layer), out[0]),
        _wrong(numbers[0], params),
        _wrong(numbers[1], macs),
    )


def _wrong(found: dict, right: object) -> dict:
    return {name: value for name, value in found.items() if value != right}


def _window(layer: Conv | Pool) -> tuple[tuple[int, int], ...]:
    """Kernel, stride, padding and dilation, each as (height, width)."""
    stride = layer.kernel_size if layer.stride is None else layer.stride
    numbers = layer.kernel_size, stride, layer.padding, layer.dilation
    return tuple(map(as_pair, numbers))


def _channels(shape: Shape, layer: Layer) -> Slips:
    if not isinstance(layer, Conv):
        return {"one_map": 1}
    out = layer.out_channels
    return {
        "input_channels": shape[0],
        "one_group": out // layer.groups,
        "map_a_slice": out * shape[0],
    }


def _sizes(shape: Shape, layer: Layer) -> dict[str, tuple[int, int]]:
    if not isinstance(layer, Conv | Pool):
        return {"unchanged": shape[1:], "one_place": (1, 1)}
    axes = list(zip(shape[1:], *_window(layer), strict=True))

    def each(size: Callable[[int, int, int, int, int], int]):
        return tuple(size(*axis) for axis in axes)

    ceil = isinstance(layer, CeilPool)
    rounded = "rounded_down" if ceil else "rounded_up"
    up = 0 if ceil else 1
    return {
        "padding_once": each(
            lambda n, K, S, P, D: (n + P - D * (K - 1) - 1) // S + 1
        ),
        "no_padding": each(
            lambda n, K, S, P, D: (n - D * (K - 1) - 1) // S + 1
        ),
        rounded: each(
            lambda n, K, S, P, D: (
                (n + 2 * P - D * (K - 1) - 1 + up * (S - 1)) // S + 1
            )
        ),
        "no_plus_one": each(
            lambda n, K, S, P, D: (n + 2 * P - D * (K - 1) - 1) // S
        ),
        "no_stride": each(lambda n, K, S, P, D: n + 2 * P - D * (K - 1)),
        "no_dilation": each(lambda n, K, S, P, D: (n + 2 * P - K) // S + 1),
        "span_too_long": each(
            lambda n, K, S, P, D: (n + 2 * P - D * K) // S + 1
        ),
        "unchanged": shape[1:],
        "stride_only": each(lambda n, K, S, P, D: n // S),
    }


def _features(shape: Shape, layer: Layer) -> Slips:
    if isinstance(layer, Linear):
        return {"inputs": shape[0]}
    slips = {"summed": sum(shape), "one_map": prod(shape[1:])}
    return slips | {"one_side": prod(shape[:-1])}


def _conv(shape: Shape, layer: Conv, out: Shape) -> tuple[Slips, Slips]:
    C, O, G = shape[0], layer.out_channels, layer.groups  # noqa: E741
    area = prod(as_pair(layer.kernel_size))
    fan_in, places = C // G * area, prod(out[1:])
    bias = int(layer.bias)
    params = {
        "no_bias": O * fan_in,
        "bias_too": O * (fan_in + 1),
        "one_bias": O * fan_in + 1,
        "bias_a_slice": O * (C // G) * (area + 1),
        "one_slice": O * (area + bias),
        "no_groups": O * (C * area + bias),
        "one_group": O // G * (fan_in + bias),
        "one_filter": fan_in + bias,
        "every_place": O * (fan_in + bias) * places,
    }
    macs = {
        "one_place": O * fan_in,
        "one_filter": fan_in * places,
        "one_slice": O * area * places,
        "with_bias": O * (fan_in + 1) * places,
        "input_places": O * fan_in * prod(shape[1:]),
        "no_groups": O * C * area * places,
        "one_group": O // G * fan_in * places,
        "doubled": 2 * O * fan_in * places,
        "outputs_only": prod(out),
    }
    return params, macs


def _linear(shape: Shape, layer: Linear, out: Shape) -> tuple[Slips, Slips]:
    n, m = shape[0], layer.out_features
    params = {
        "no_bias": n * m,
        "bias_too": (n + 1) * m,
        "one_bias": n * m + 1,
        "bias_an_input": n * (m + 1),
        "summed": n + m,
    }
    return params, {"with_bias": (n + 1) * m, "doubled": 2 * n * m}


def _no_weights(shape: Shape, layer: Layer, out: Shape) -> tuple[Slips, Slips]:
    """Pooling and flatten: any number but 0 is a slip."""
    if not isinstance(layer, Pool):
        return {}, {}
    area = prod(as_pair(layer.kernel_size))
    C = shape[0]
    return (
        {
            "window": area,
            "window_a_channel": C * area,
            "as_conv": C * C * area,
        },
        {"comparisons": area * prod(out)},
    )


def _norm(shape: Shape, layer: BatchNorm, out: Shape) -> tuple[Slips, Slips]:
    C = shape[0]
    params = {
        "one_a_channel": C,
        "running": 4 * C,
        "every_place": 2 * prod(shape),
        "one_pair": 2,
    }
    return params, {"scaled": prod(shape)}


_NUMBERS = {Conv: _conv, Linear: _linear, BatchNorm: _norm}
