"""The shape ledger: shape, parameters and multiply-adds, layer by layer."""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass
from html import escape

from cnnlab.shapes.sizes import Pair, as_pair, output_size

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Conv:
    """A convolutional layer of the ledger; names as in PyTorch."""

    out_channels: int
    kernel_size: Pair
    stride: Pair = 1
    padding: Pair = 0
    dilation: Pair = 1
    groups: int = 1
    bias: bool = True

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        """``(C, H, W)`` -> output shape, parameters, multiply-adds."""
        C_in, out = shape[0], _slide(shape, self)
        for name in ("in_channels", "out_channels"):
            C = C_in if name == "in_channels" else self.out_channels
            if C % self.groups:
                raise ValueError(
                    f"`{name}` (={C}) must be divisible by "
                    f"`groups` (={self.groups})"
                )
        KH, KW = as_pair(self.kernel_size, "kernel_size")
        fan_in = C_in // self.groups * KH * KW
        params = self.out_channels * (fan_in + self.bias)
        macs = self.out_channels * fan_in * out[0] * out[1]
        return (self.out_channels, *out), params, macs


@dataclass(frozen=True)
class Pool:
    """A pooling layer: it has no weights and keeps the channels."""

    kernel_size: Pair
    stride: Pair | None = None
    padding: Pair = 0
    dilation: Pair = 1

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        return (shape[0], *_slide(shape, self)), 0, 0


@dataclass(frozen=True)
class ReLU:
    """An activation: shape kept, no weights."""

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        return shape, 0, 0


@dataclass(frozen=True)
class Flatten:
    """``(C, H, W)`` -> ``(C * H * W,)``."""

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        size = 1
        for n in shape:
            size *= n
        return (size,), 0, 0


@dataclass(frozen=True)
class Linear:
    """A fully connected layer; needs a flat input."""

    out_features: int
    bias: bool = True

    def count(self, shape: Shape) -> tuple[Shape, int, int]:
        if len(shape) != 1:
            raise ValueError(
                f"Linear needs a flat input, got shape {shape}: "
                "put a Flatten before it"
            )
        macs = shape[0] * self.out_features
        return (self.out_features,), macs + self.out_features * self.bias, macs


def _slide(shape: Shape, layer: Conv | Pool) -> tuple[int, int]:
    """Output height and width of a window sliding over ``(C, H, W)``."""
    if len(shape) != 3:
        raise ValueError(
            f"{type(layer).__name__} needs a (C, H, W) input, got {shape}"
        )
    stride = layer.kernel_size if layer.stride is None else layer.stride
    sizes = zip(
        shape[1:],
        as_pair(layer.kernel_size, "kernel_size"),
        as_pair(stride, "stride"),
        as_pair(layer.padding, "padding"),
        as_pair(layer.dilation, "dilation"),
        strict=True,
    )
    H_out, W_out = (output_size(*axis) for axis in sizes)
    return H_out, W_out


Layer = Conv | Pool | ReLU | Flatten | Linear


@dataclass(frozen=True)
class Row:
    """One line of the ledger: a layer and what comes out of it."""

    layer: str
    shape: Shape
    params: int
    macs: int


@dataclass(frozen=True)
class Ledger:
    """Rows of a network; shows itself as a table in a notebook."""

    rows: tuple[Row, ...]

    @property
    def params(self) -> int:
        """Parameters of all layers, biases included."""
        return sum(row.params for row in self.rows)

    @property
    def macs(self) -> int:
        """Multiply-adds for one input, biases excluded."""
        return sum(row.macs for row in self.rows)

    def _cells(self) -> list[tuple[str, str, str, str]]:
        cells = [
            (
                r.layer,
                "x".join(map(str, r.shape)),
                f"{r.params:,}",
                f"{r.macs:,}",
            )
            for r in self.rows
        ]
        return [*cells, ("total", "", f"{self.params:,}", f"{self.macs:,}")]

    def __str__(self) -> str:
        table = [("layer", "output", "parameters", "MACs"), *self._cells()]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        return "\n".join(
            f"{a:<{w[0]}}  {b:>{w[1]}}  {c:>{w[2]}}  {d:>{w[3]}}"
            for (a, b, c, d), w in ((line, widths) for line in table)
        )

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col">{name}</th>'
            for name in ("layer", "output", "parameters", "MACs")
        )
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in line)
            + "</tr>"
            for line in self._cells()
        )
        return (
            '<table class="lab-ledger"><thead><tr>'
            + head
            + "</tr></thead><tbody>"
            + body
            + "</tbody></table>"
        )


def ledger(input_shape: Shape, layers: Sequence[Layer]) -> Ledger:
    """Walk ``(C, H, W)`` through ``layers`` and count.

    Raises
    ------
    ValueError
        If a layer does not fit; the message says which, by number.

    Examples
    --------
    >>> print(ledger((3, 32, 32), [Conv(10, 5, padding=2)]))
    layer                     output  parameters     MACs
    input                    3x32x32           0        0
    Conv(10, 5, padding=2)  10x32x32         760  768,000
    total                                    760  768,000
    """
    shape = tuple(input_shape)
    rows = [Row("input", shape, 0, 0)]
    for number, layer in enumerate(layers, 1):
        try:
            shape, params, macs = layer.count(shape)
        except ValueError as error:
            raise ValueError(f"layer {number}, {layer}: {error}") from error
        rows.append(Row(_short(layer), shape, params, macs))
    return Ledger(tuple(rows))


def _short(layer: Layer) -> str:
    """``Conv(10, 5, padding=2)``: what differs from the default."""
    parts = []
    for name, field in layer.__dataclass_fields__.items():
        value = getattr(layer, name)
        required = field.default is MISSING
        if required or value != field.default:
            parts.append(repr(value) if required else f"{name}={value!r}")
    return f"{type(layer).__name__}({', '.join(parts)})"
