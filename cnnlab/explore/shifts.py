"""The arithmetic behind the pooling-shift widget: does an answer move along?

A layer with stride ``S`` is equivariant to a move of its picture if the
output moves by ``1 / S`` of it, and invariant if the output stays. Here the
outputs that do neither are counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

Move = tuple[int, int]  # rows down, columns right


@dataclass(frozen=True)
class ShiftEffect:
    """What a move of the picture did to the output."""

    changed: list[int]  # outputs, row by row, that are not as they were
    step: Move  # of the output; the one that explains the most
    differ: list[int]  # outputs that this step does not explain


def moved(image: np.ndarray, move: Move) -> np.ndarray:
    """``image`` ``(H, W)`` moved; zeros come in, what leaves is lost.

    Examples
    --------
    >>> moved(np.array([[1, 2], [3, 4]]), (1, 0)).tolist()
    [[0, 0], [1, 2]]
    """
    (H, W), (down, right) = image.shape, move
    P, Q = abs(down), abs(right)
    padded = np.pad(image, ((P, P), (Q, Q)))
    return padded[P - down : P - down + H, Q - right : Q - right + W]


def shift_effect(
    layer: Callable[[np.ndarray], np.ndarray],
    image: np.ndarray,
    move: Move,
    stride: int | None,
) -> ShiftEffect:
    """Compare ``layer(moved(image))`` with ``layer(image)`` moved along.

    If ``stride`` does not divide the move, the whole steps on both sides of
    it are tried. ``layer`` takes ``(H, W)`` and returns a map; ``stride`` is
    None for a global layer, whose output is 1 x 1 and has nowhere to go.

    Examples
    --------
    >>> from cnnlab.reference.pool import max_pool2d
    >>> pool = lambda image: max_pool2d(image[None, None], (1, 2))[0, 0]
    >>> bar = np.array([[0, 0, 3, 3, 0, 0, 0, 0]])
    >>> shift_effect(pool, bar, (0, 1), 2)  # 0 3 0 0 has become 0 3 3 0
    ShiftEffect(changed=[2], step=(0, 0), differ=[2])
    >>> shift_effect(pool, bar, (0, 2), 2).differ
    []
    """
    before, after = layer(image), layer(moved(image, move))
    tries = [
        (step, _differing(after, moved(before, step)))
        for step in product(*(_steps(d, stride) for d in move))
    ]
    step, differ = min(tries, key=lambda one: len(one[1]))
    return ShiftEffect(_differing(after, before), step, differ)


def _steps(shift: int, stride: int | None) -> list[int]:
    """Whole output steps nearest to a shift; towards zero first."""
    if stride is None:
        return [0]
    sign = -1 if shift < 0 else 1
    near, rest = divmod(abs(shift), stride)
    return [sign * near] if rest == 0 else [sign * near, sign * (near + 1)]


def _differing(a: np.ndarray, b: np.ndarray) -> list[int]:
    # Means of equal pixels round differently at different places.
    return np.flatnonzero(np.abs(a - b) > 1e-9).tolist()
