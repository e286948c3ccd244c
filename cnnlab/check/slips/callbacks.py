"""Slips in early stopping and in saving the best: exercise 10."""

from collections.abc import Sequence

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import callbacks as truth


@later
def ends(
    values: Sequence[float],
    patience: int = 0,
    min_delta: float = 0.0,
    larger: bool = False,
    baseline: float | None = None,
) -> dict[str, int]:
    """Slips in the epoch that ends the run."""
    given = {"larger": larger, "baseline": baseline}
    rule = {"patience": patience, "min_delta": min_delta} | given

    def made(**how: object) -> int:
        return truth.ends(values, **(rule | how))

    def stopped(flags: list[bool], later: int) -> int:
        """``later`` epochs behind the first flag; never without one."""
        first = flags.index(True) + 1 if any(flags) else len(values)
        return min(first + later, len(values))

    found = {"the baseline is not used": made(baseline=None)}
    if baseline is not None:
        goal = [truth.is_better(value, baseline, larger) for value in values]
        found["the run ends when the baseline is reached"] = stopped(goal, 0)
    nan = [bool(np.isnan(value)) for value in values]
    if any(nan):
        found["nan has become the best"] = stopped(nan, max(patience, 1))
    if patience == 0:
        found["an epoch with an improvement may stop the run"] = 1
    counted = values, patience, min_delta, larger
    return found | {
        "the best follows improvements that are too small": _runs(
            *counted, "creep"
        ),
        "each epoch is compared with the one before": _runs(
            *counted, "previous"
        ),
        "patience counts one epoch too many": made(
            patience=max(patience, 1) + 1
        ),
        "patience counts one epoch too few": made(patience=patience - 1),
        "the count is never set back to 0": _runs(*counted, "total"),
        "min_delta is not used": made(min_delta=0.0),
        "larger and smaller are swapped": made(larger=not larger),
        "the run never stops": len(values),
    }


@later
def kept(
    values: Sequence[float],
    patience: int = 0,
    min_delta: float = 0.0,
    larger: bool = False,
    baseline: float | None = None,
) -> dict[str, int]:
    """Slips in whose weights the network has at the end."""
    rule = patience, min_delta, larger, baseline
    return {
        "the weights are those of the last epoch": truth.ends(values, *rule),
        "the weights are those of the first epoch": 1,
    }


@later
def writes(
    values: Sequence[float],
    larger: bool = False,
    save_best_only: bool = False,
    period: int = 1,
) -> dict[str, np.ndarray]:
    """Slips in when a file is written."""
    rule = larger, save_best_only, period
    due = np.arange(period, len(values) + 1, period)
    early = np.arange(1, len(values) + 1, period)
    found = {
        "worse epochs are saved too": due,
        "the first epoch of each period is saved, not the last": early,
        "the period is not used": truth.writes(values, *rule[:2]),
        "larger and smaller are swapped": truth.writes(
            values, not larger, *rule[1:]
        ),
    }
    seen = [values[epoch - 1] for epoch in due]
    better = [
        k == 0 or truth.is_better(seen[k], seen[k - 1], larger)
        for k in range(len(seen))
    ]
    tied = [
        all(not truth.is_better(old, value, larger) for old in seen[:k])
        for k, value in enumerate(seen)
    ]
    if save_best_only:
        found |= {
            "each epoch is compared with the one before": due[better],
            "an epoch that is only as good is saved too": due[tied],
        }
    return found


def _runs(
    values: Sequence[float],
    patience: int,
    min_delta: float,
    larger: bool,
    slip: str,
) -> int:
    """The last epoch of a run that counts by a wrong rule."""
    best, wait = -np.inf if larger else np.inf, 0
    for epoch, value in enumerate(values, start=1):
        wait += 1
        better = truth.is_better(value, best, larger, min_delta)
        if better and slip != "total":
            wait = 0
        elif better:
            wait -= 1
        creeps = slip == "creep" and truth.is_better(value, best, larger)
        if better or creeps or slip == "previous":
            best = value
        if wait >= max(patience, 1):
            return epoch
    return len(values)
