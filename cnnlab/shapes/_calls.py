"""A call of one of torch's functions: its window and its multiply-adds.

Nothing here imports torch: a call is its name, its arguments and shapes.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

from cnnlab.shapes._spans import Axes

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Window:
    """How a convolution or a pooling slides; one number for each axis."""

    kernel: Shape
    stride: Shape
    padding: Shape
    dilation: Shape
    in_channels: int
    groups: int = 1


@dataclass(frozen=True)
class Call:
    """One call of a function: ``inputs`` are the tensors with data in them,
    each with its shape and its axes."""

    name: str
    args: tuple
    kwargs: dict
    inputs: list[tuple[Shape, Axes]]
    out: Shape

    def arg(self, place: int, name: str, default: Any = None) -> Any:
        if name in self.kwargs:
            return self.kwargs[name]
        return self.args[place] if place < len(self.args) else default

    @property
    def transposed(self) -> bool:
        return self.name.startswith("conv_transpose")


def macs(call: Call) -> int:
    """Multiply-adds; zero for what is neither convolution nor product."""
    shape = call.inputs[0][0]
    if call.name.startswith("conv"):
        weight = call.arg(1, "weight").shape
        # A transposed convolution spreads each number of its input.
        return prod(shape if call.transposed else call.out) * prod(weight[1:])
    if call.name == "linear":
        return prod(call.out) * call.arg(1, "weight").shape[-1]
    if call.name in ("matmul", "bmm", "mm"):
        return prod(call.out) * call.args[0].shape[-1]
    return 0


def window(call: Call) -> Window | None:
    """The window of a convolution or pooling, else None."""
    if call.name.startswith("conv") and call.name[-1] == "d":
        kernel = tuple(call.arg(1, "weight").shape[2:])
        places = {"groups": 6, "stride": 3, "padding": 4, "dilation": 5}
        if call.transposed:
            places["dilation"] = 7
    elif call.name.startswith(("max_pool", "avg_pool")):
        kernel = each(call.arg(1, "kernel_size"), int(call.name[-2]))
        places = {"stride": 2, "padding": 3, "dilation": 4}
        if call.name[0] == "a":
            del places["dilation"]
    else:
        return None
    n, given = len(kernel), {k: call.arg(p, k) for k, p in places.items()}
    dilation = each(given.get("dilation") or 1, n)
    return Window(
        kernel,
        each(given["stride"] or (1 if "groups" in given else kernel), n),
        _padding(given["padding"] or 0, kernel, dilation),
        dilation,
        call.inputs[0][0][-n - 1],
        given.get("groups") or 1,
    )


def _padding(value: Any, kernel: Shape, dilation: Shape) -> Shape:
    """In pixels before the image; ``"same"`` may pad one more behind it."""
    if value == "same":
        pairs = zip(kernel, dilation, strict=True)
        return tuple(d * (K - 1) // 2 for K, d in pairs)
    return each(0 if value == "valid" else value, len(kernel))


def each(value: Any, n: int) -> Shape:
    """``3`` -> ``(3, 3)`` for ``n`` = 2; ``(3,)`` likewise."""
    values = (value,) if isinstance(value, int) else tuple(value)
    return tuple(map(int, values * n if len(values) == 1 else values))
