"""Receptive fields: what one unit deep in a network sees of the input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cnnlab.shapes.sizes import at_least


@dataclass(frozen=True)
class ReceptiveField:
    """What one unit sees of the input, along one axis, in input pixels.

    Attributes
    ----------
    size : pixels from the first to the last that can reach the unit.
    jump : distance in the input between two neighbouring units.
    start : centre of the first unit's field; pixel 0 has its centre at 0.
        With padding the field may begin before the image does.
    """

    size: int = 1
    jump: int = 1
    start: float = 0.0

    def interval(self, unit: int) -> tuple[int, int]:
        """First and last input pixel of ``unit``, padding not clipped."""
        first = self.start + unit * self.jump - (self.size - 1) / 2
        return round(first), round(first) + self.size - 1


def receptive_field(
    layers: Iterable[Sequence[int]],
) -> ReceptiveField:
    """Receptive field after a stack of layers, along one axis.

    Parameters
    ----------
    layers : for each layer ``(kernel_size, stride, padding, dilation)``;
        what is left out at the end of a tuple is 1, 0, 1. Pooling counts
        as a layer too.

    Notes
    -----
    With jump ``j`` before the layer: ``size += dilation * (K - 1) * j``,
    then ``j *= stride`` (Araujo, Norris and Sim, "Computing receptive
    fields of convolutional neural networks", Distill, 2019).

    Examples
    --------
    >>> receptive_field([(3,), (3,), (3,)]).size
    7
    >>> receptive_field([(3, 2), (3,), (3, 1, 0, 2)])
    ReceptiveField(size=15, jump=2, start=7.0)
    """
    size, jump, start = 1, 1, 0.0
    for layer in layers:
        K, stride, padding, dilation = (*layer, *(1, 0, 1)[len(layer) - 1 :])
        at_least(1, kernel_size=K, stride=stride, dilation=dilation)
        at_least(0, padding=padding)
        span = dilation * (K - 1)
        size += span * jump
        start += (span / 2 - padding) * jump
        jump *= stride
    return ReceptiveField(size, jump, start)
