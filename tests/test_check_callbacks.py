"""The expected values of the exercise on callbacks, against `cnnlab.train`."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from torch import nn

from cnnlab import train
from cnnlab.check import slips
from cnnlab.check.truth import callbacks
from cnnlab.train import checkpoint

NAN = math.nan
RULES = [
    {"patience": patience, "min_delta": min_delta, "baseline": baseline}
    for patience in (0, 1, 2, 4)
    for min_delta in (0.0, 0.125)
    for baseline in (None, 0.0, 0.5)
]


def sequences(count=15):
    """Eighths, with ties; differences of them are exact."""
    rng = np.random.default_rng(0)
    yield [NAN, 1.0, 0.5, NAN, NAN, 0.25]
    yield [NAN, NAN, NAN]
    for _ in range(count):
        yield (rng.integers(-4, 8, size=10) / 8).tolist()


def replayed(callback, values, name):
    """The last epoch, and the epoch that the weights come from."""
    run = SimpleNamespace(stop=False, epoch=0, logs={}, model=nn.Linear(1, 1))
    callback.on_fit_start(run)
    while run.epoch < len(values) and not run.stop:
        run.logs = {name: values[run.epoch]}
        run.epoch += 1
        nn.init.constant_(run.model.weight, run.epoch)
        callback.on_epoch_end(run)
    callback.on_fit_end(run)
    return run.epoch, int(run.model.weight.item())


@pytest.mark.parametrize("name", ["val_loss", "val_accuracy"])
@pytest.mark.parametrize("rule", RULES)
def test_ends_and_kept_are_those_of_early_stopping(name, rule):
    stop = train.EarlyStopping(name, restore_best_weights=True, **rule)
    larger = name == "val_accuracy"
    for values in sequences():
        ours = (
            callbacks.ends(values, **rule, larger=larger),
            callbacks.kept(values, **rule, larger=larger),
        )
        assert ours == replayed(stop, values, name), values


@pytest.mark.parametrize("name", ["val_loss", "val_accuracy"])
@pytest.mark.parametrize("best_only", [False, True])
@pytest.mark.parametrize("period", [1, 2, 3])
def test_writes_are_those_of_model_checkpoint(
    name, best_only, period, monkeypatch
):
    saved = []
    monkeypatch.setattr(
        checkpoint, "save", lambda run, *_: saved.append(run.epoch)
    )
    rule = {"save_best_only": best_only, "period": period}
    for values in sequences():
        save = train.ModelCheckpoint("x", name, **rule)
        saved.clear()
        for epoch, value in enumerate(values, start=1):
            run = SimpleNamespace(epoch=epoch, logs={name: value})
            save.on_epoch_end(run)
        ours = callbacks.writes(values, name == "val_accuracy", **rule)
        assert ours.tolist() == saved, values


def test_a_tie_and_nan_are_not_better():
    assert callbacks.is_better(0.5, 1.0)
    assert callbacks.is_better(1.0, 0.5, larger=True)
    assert not callbacks.is_better(1.0, 1.0)
    assert not callbacks.is_better(0.5, 1.0, min_delta=0.5)
    assert not callbacks.is_better(NAN, math.inf)


def test_slips_that_the_exercise_names():
    losses = [2.0, 1.0, 1.5, 1.25, 0.5, 0.75, 0.625, 0.875]
    assert callbacks.ends(losses, 2) == 4
    found = slips.callbacks.ends(losses, 2)()
    assert found["patience counts one epoch too many"] == 8
    assert found["each epoch is compared with the one before"] == 8
    assert found["the run never stops"] == 8
    found = slips.callbacks.ends(losses, 0)()
    assert found["an epoch with an improvement may stop the run"] == 1

    steps = [1.0, 0.875, 0.75, 0.625, 0.5]
    assert callbacks.ends(steps, 2, 0.125) == 5
    found = slips.callbacks.ends(steps, 2, 0.125)()
    assert found["the best follows improvements that are too small"] == 3

    found = slips.callbacks.ends([-1.0, 0.5, 0.5, 0.5], 2, 0.0, True, 0.0)()
    assert found["the run ends when the baseline is reached"] == 2

    assert callbacks.kept(losses, 2) == 2
    found = slips.callbacks.kept(losses, 2)()
    assert found["the weights are those of the last epoch"] == 4

    right = callbacks.writes([1.0, 2.0, 1.5, 0.5, 0.5], save_best_only=True)
    assert right.tolist() == [1, 4]
    found = slips.callbacks.writes(
        [1.0, 2.0, 1.5, 0.5, 0.5], save_best_only=True
    )()
    found = {name: epochs.tolist() for name, epochs in found.items()}
    assert found["worse epochs are saved too"] == [1, 2, 3, 4, 5]
    previous = found["each epoch is compared with the one before"]
    assert previous == [1, 3, 4]
    tied = found["an epoch that is only as good is saved too"]
    assert tied == [1, 4, 5]
