"""A ball chart of networks: which beats which, and where a ball stands."""

from collections.abc import Sequence
from math import ceil, floor, log10

Point = tuple[float, float]  # cost, accuracy


def beaten_by(points: Sequence[Point], place: int) -> list[int]:
    """Places of the points that are better *and* cheaper than one.

    As good at less cost, or better at equal cost, counts too.

    Examples
    --------
    >>> beaten_by([(1, 70), (2, 60), (3, 80)], 1)
    [0]
    """
    cost, accuracy = points[place]
    return [
        k
        for k, (c, a) in enumerate(points)
        if c <= cost and a >= accuracy and (c, a) != (cost, accuracy)
    ]


def frontier(points: Sequence[Point]) -> list[int]:
    """Places of the points that none beats, from cheap to dear.

    Examples
    --------
    >>> frontier([(3, 80), (2, 60), (1, 70)])
    [2, 0]
    """
    best = [k for k in range(len(points)) if not beaten_by(points, k)]
    return sorted(best, key=lambda k: points[k])


def log_share(value: float, first: float, last: float) -> float:
    """Place on a logarithmic axis: 0 at ``first``, 1 at ``last``.

    Examples
    --------
    >>> round(log_share(10, 1, 1000), 3)
    0.333
    """
    return log10(value / first) / log10(last / first)


def log_ticks(first: float, last: float) -> list[float]:
    """1, 2 and 5 times each power of ten between the ends.

    Examples
    --------
    >>> log_ticks(0.1, 3)
    [0.1, 0.2, 0.5, 1.0, 2.0]
    """
    powers = range(floor(log10(first)), ceil(log10(last)) + 1)
    # By way of text, for 2 * 10 ** -1 has a rounding error.
    steps = [float(f"{m}e{power}") for power in powers for m in (1, 2, 5)]
    return [step for step in steps if first <= step <= last]


def radius(params: float, unit: float) -> float:
    """In pixels, so that the *area* grows with the parameters.

    ``unit`` is the radius for a million of them.

    Examples
    --------
    >>> radius(25e6, unit=3)
    15.0
    """
    return unit * (params / 1e6) ** 0.5
