"""Receptive fields along one axis, for graphs with branches.

The arithmetic is that of `cnnlab.shapes.receptive`, kept as first and last
pixel instead of size and centre, so that branches can be joined exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Span:
    """What unit 0 of an axis sees of the input, and the step to unit 1.

    ``first`` and ``last`` are input pixels; with padding the first may be
    negative, because the field may begin before the image does.
    """

    first: int = 0
    last: int = 0
    jump: int = 1

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Mark(Enum):
    """Spatial axes that no `Span` describes."""

    WHOLE = "all"  # sees the whole axis: global pooling, flatten, attention
    UNKNOWN = "?"  # units do not see equally much: upsampling, uneven pooling


# One entry for each axis of a tensor; None: not an axis of the image.
Axis = Span | Mark | None
Axes = tuple[Axis, ...]


def slide(
    axis: Axis, kernel: int, stride: int, padding: int, dilation: int
) -> Axis:
    """After a window has slid along the axis."""
    if axis is None:
        return Mark.WHOLE
    if isinstance(axis, Mark):
        return axis
    first = axis.first - padding * axis.jump
    reach = (dilation * (kernel - 1) - padding) * axis.jump
    return Span(first, axis.last + reach, axis.jump * stride)


def shift(axis: Axis, units: int, step: int = 1) -> Axis:
    """After ``units`` were cut from the beginning and every ``step`` kept."""
    return slide(axis, 1, step, -units, 1) if axis is not None else None


def join(axes: Iterable[Axis]) -> Axis:
    """From the first pixel that any branch sees to the last."""
    spatial = [axis for axis in axes if axis is not None]
    for mark in Mark:
        if mark in spatial:
            return mark
    if not spatial:
        return None
    jumps = {axis.jump for axis in spatial}
    if len(jumps) > 1:
        return Mark.UNKNOWN
    first = min(axis.first for axis in spatial)
    return Span(first, max(axis.last for axis in spatial), jumps.pop())
