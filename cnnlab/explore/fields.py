"""The arithmetic behind the receptive-field widget, along one axis.

`cnnlab.shapes.receptive_field` says how far a unit can see. Here we count
how it sees: on how many paths each input unit reaches it. In a linear
network whose weights are all one, that count is the gradient of the unit
with respect to the input.

A layer is ``(kernel_size, stride, padding, dilation)``; what is left out at
the end is 1, 0, 1, as in `receptive_field`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from cnnlab.shapes import output_size

Layer = Sequence[int]


def layer_sizes(layers: Sequence[Layer], size: int) -> list[int]:
    """Number of units, input first: ``size``, then one for each layer.

    Examples
    --------
    >>> layer_sizes([(3, 2, 1), (3,)], size=9)
    [9, 5, 3]
    """
    sizes = [size]
    for layer in layers:
        sizes.append(output_size(sizes[-1], *layer))
    return sizes


def path_counts(
    layers: Sequence[Layer], size: int, unit: int
) -> list[list[int]]:
    """Paths from every unit of every layer up to ``unit`` of the last one.

    Returns
    -------
    counts : input first; the last row is 1 at ``unit`` and 0 elsewhere.
        What falls into the padding of a layer is a constant zero and
        carries no path.

    Raises
    ------
    IndexError
        If the last layer has no such unit.

    Examples
    --------
    >>> path_counts([(3,), (3,)], size=7, unit=1)[0]
    [0, 1, 2, 3, 2, 1, 0]
    """
    sizes = layer_sizes(layers, size)
    if not 0 <= unit < sizes[-1]:
        raise IndexError(
            f"`unit` (={unit}) must be from 0 to {sizes[-1] - 1}: the last "
            f"layer has {sizes[-1]} units"
        )
    counts = [[0] * n for n in sizes]
    counts[-1][unit] = 1
    for depth in range(len(layers), 0, -1):
        K, stride, padding, dilation = _complete(layers[depth - 1])
        below = counts[depth - 1]
        for i, count in enumerate(counts[depth]):
            for k in range(K):
                tap = i * stride - padding + k * dilation
                if 0 <= tap < len(below):
                    below[tap] += count
    return counts


def field_interval(
    layers: Sequence[Layer], size: int, unit: int
) -> tuple[int, int] | None:
    """First and last input unit that reach ``unit``; padding is clipped.

    ``None`` if the unit sees padding only.

    Examples
    --------
    >>> field_interval([(3, 1, 1), (3, 2, 1)], size=8, unit=0)
    (0, 2)
    """
    reached = [
        i for i, n in enumerate(path_counts(layers, size, unit)[0]) if n
    ]
    return (reached[0], reached[-1]) if reached else None


def path_map(paths: Sequence[int]) -> list[list[int]]:
    """Paths in two dimensions from those along one axis.

    A path of a square kernel is a path of the rows and one of the columns,
    so the counts multiply.

    Examples
    --------
    >>> path_map([1, 2, 1])
    [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    """
    return [[a * b for b in paths] for a in paths]


def core_size(counts: Sequence[Sequence[int]]) -> int:
    """How few pixels of a map start half of all its paths.

    Examples
    --------
    The middle starts 4 of 16, each of its four neighbours 2:

    >>> core_size(path_map([1, 2, 1]))
    3
    """
    flat = sorted((n for row in counts for n in row), reverse=True)
    reached = list(accumulate(flat))
    return bisect_left(reached, reached[-1] / 2) + 1


def _complete(layer: Layer) -> tuple[int, int, int, int]:
    K, stride, padding, dilation = (*layer, *(1, 0, 1)[len(layer) - 1 :])
    return K, stride, padding, dilation
