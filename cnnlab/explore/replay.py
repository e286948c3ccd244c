"""The arithmetic behind the training-replay widget.

A curve is a list of numbers, one for each epoch. What a network answers to a
few watched digits is a string with one guess each, such as ``"7210"``.
"""

import math
import statistics
from collections.abc import Sequence

Curve = Sequence[float]


def across_seeds(curves: Sequence[Curve]) -> dict[str, list[float]]:
    """Mean, lowest, highest and spread over the seeds, for each epoch.

    The spread is the standard deviation by n - 1, and 0 for one seed.

    Raises
    ------
    ValueError
        If the curves are not equally long.

    Examples
    --------
    >>> across_seeds([[4, 1], [2, 1]])["mean"]
    [3, 1]
    """
    if len({len(curve) for curve in curves}) != 1:
        lengths = ", ".join(str(len(curve)) for curve in curves)
        raise ValueError(
            f"`curves` have {lengths or 'no'} epochs: compare runs with as "
            "many epochs each"
        )
    epochs = list(zip(*curves, strict=True))
    return {
        "mean": [statistics.mean(values) for values in epochs],
        "low": [min(values) for values in epochs],
        "high": [max(values) for values in epochs],
        "spread": [
            statistics.stdev(values) if len(values) > 1 else 0.0
            for values in epochs
        ],
    }


def lowest_place(curve: Curve) -> int:
    """The place of the lowest number, the first one if there are several.

    Examples
    --------
    >>> lowest_place([0.9, 0.3, 0.3])
    1
    """
    return min(range(len(curve)), key=lambda i: (curve[i], i))


def relative_change(before: Sequence[float], after: Sequence[float]) -> float:
    """How far weights went, as a share of their own length.

    ``|after - before| / |before|``, both as vectors.

    Examples
    --------
    >>> relative_change([3, 4], [3, 9])
    1.0
    """
    return math.dist(after, before) / math.hypot(*before)


def misread(guesses: str, labels: str) -> list[int]:
    """Which of the watched digits are misread.

    Examples
    --------
    >>> misread("7710", "7210")
    [1]
    """
    pairs = zip(guesses, labels, strict=True)
    return [i for i, (guess, label) in enumerate(pairs) if guess != label]


def learned_and_forgotten(
    before: str, after: str, labels: str
) -> dict[str, list[int]]:
    """Which digits have been ``learned`` and ``forgotten`` in between.

    Examples
    --------
    >>> learned_and_forgotten("7710", "7214", "7210")
    {'learned': [1], 'forgotten': [3]}
    """
    old, new = set(misread(before, labels)), set(misread(after, labels))
    return {"learned": sorted(old - new), "forgotten": sorted(new - old)}
