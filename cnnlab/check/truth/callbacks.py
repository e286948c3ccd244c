"""When a run stops and what it saves, by the definition: exercise 10.

``values`` are the watched number after each epoch; epochs count from 1.
"""

from collections.abc import Sequence

import numpy as np


def is_better(
    value: float, best: float, larger: bool = False, min_delta: float = 0.0
) -> bool:
    """Tell whether ``value`` gains more than ``min_delta`` on ``best``."""
    gain = value - best if larger else best - value
    return bool(gain > min_delta)


def records(
    values: Sequence[float], larger: bool = False, min_delta: float = 0.0
) -> list[int]:
    """The epochs that are better than the record before them."""
    found, best = [], -np.inf if larger else np.inf
    for epoch, value in enumerate(values, start=1):
        if is_better(value, best, larger, min_delta):
            found.append(epoch)
            best = value
    return found


def ends(
    values: Sequence[float],
    patience: int = 0,
    min_delta: float = 0.0,
    larger: bool = False,
    baseline: float | None = None,
) -> int:
    """The last epoch of the run.

    That is the first one that lies ``patience`` epochs, and at least one,
    behind the last record that has beaten the baseline, or the last of all.
    """
    calm = {0} | {
        epoch
        for epoch in records(values, larger, min_delta)
        if baseline is None
        or is_better(values[epoch - 1], baseline, larger, min_delta)
    }
    for epoch in range(1, len(values) + 1):
        last = max(start for start in calm if start <= epoch)
        if epoch - last >= max(patience, 1):
            return epoch
    return len(values)


def kept(
    values: Sequence[float],
    patience: int = 0,
    min_delta: float = 0.0,
    larger: bool = False,
    baseline: float | None = None,
) -> int:
    """The best epoch of the run, whose weights are restored at its end."""
    last = ends(values, patience, min_delta, larger, baseline)
    return max(records(values[:last], larger, min_delta), default=last)


def writes(
    values: Sequence[float],
    larger: bool = False,
    save_best_only: bool = False,
    period: int = 1,
) -> np.ndarray:
    """The epochs at which a file is written."""
    due = list(range(period, len(values) + 1, period))
    if save_best_only:
        best = records([values[epoch - 1] for epoch in due], larger)
        due = [due[k - 1] for k in best]
    return np.array(due, dtype=int)
