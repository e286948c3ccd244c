# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 10: EarlyStopping and ModelCheckpoint
#
# Training takes hours, and nobody wants to sit beside it. Two small objects do:
# one ends the run when it no longer gets better, the other saves what is worth
# saving. Both are a few lines, and both are easy to get nearly right: off by one
# epoch, fooled by a loss that is not a number, or in the belief that they have kept
# the best weights when they have kept the last. In this exercise you write both.
#
# They have the names, arguments and rules of Keras, as in `cnnlab.train`. You write
# two functions and two classes. Plan about 45 minutes.
#
# | part | you write | points |
# |---|---|---|
# | 1 | `larger_is_better` | 2 |
# | 2 | `is_better` | 3 |
# | 3 | `EarlyStopping`: when it stops (4), the baseline (2), the best weights (3), a second run (1) | 10 |
# | 4 | `ModelCheckpoint`: every file (2), the best only (3) | 5 |
#
# **How to work.** Replace each `raise NotImplementedError()` by your code,
# then run the test cells below it. There, `t.construct(...)` makes an object of
# your class, `t.method(...)` calls one of its methods, and `.equals(...)` compares
# the result with the right one. A failing test shows the call, what came back,
# what was expected, and one hint; `slips` are well-known mistakes that it can
# name. The tests draw new random numbers each time and print the seed. To get the
# same numbers again, run `%env CNNLAB_CHECK_SEED=123` with that seed in a cell of
# its own. For a grade, the same demands are tested on more data.
#
# **A run without training.** A callback sees nothing but the network, the numbers
# of each epoch, and the number of the epoch. So we need not train to test one. The
# cell below is given: read it. A `Run` is what a callback is told about. `Callback`
# is what your classes inherit: `replay` walks through a run in which the numbers are
# known beforehand, and in epoch 7 *sets all weights of the network to 7*, in place,
# as an optimizer would. So one can see later where weights come from.

# %% nbgrader={"grade": false, "grade_id": "callbacks-setup", "locked": true, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
import copy
import math

import numpy as np
import torch
from cnnlab import check
from torch import nn

CLOSED = (
    "cnnlab.check.slips.callbacks.*",
    "cnnlab.check.truth.callbacks.*",
    "cnnlab.train.*",
)


class Run:
    """A training under way: what each method of a callback is given."""

    def __init__(self):
        self.model = nn.Linear(3, 2)
        self.epoch = 0  # counts from 1
        self.logs = {}  # the numbers of the epoch that has just ended
        self.stop = False  # set it to True, and this epoch is the last one
        self.saved = []

    def save(self, path):
        """Write the network to a file (here: note where, and when)."""
        self.saved.append((path, self.epoch))


class Callback:
    """An object that a training loop talks to; by itself it does nothing."""

    def on_fit_start(self, run):
        """Before the first epoch."""

    def on_epoch_end(self, run):
        """After each epoch."""

    def on_fit_end(self, run):
        """After the last epoch, whoever has ended the run."""

    def replay(self, **logs):
        """Go through a run that has these numbers, a list for each name."""
        run = Run()
        self.on_fit_start(run)
        for numbers in zip(*logs.values(), strict=True):
            run.epoch += 1
            with torch.no_grad():
                for weights in run.model.parameters():
                    weights.fill_(run.epoch)
            run.logs = dict(zip(logs, numbers, strict=True))
            self.on_epoch_end(run)
            if run.stop:
                break
        self.on_fit_end(run)
        return run

    def ends(self, **logs):
        """The epoch in which the run ends."""
        return self.replay(**logs).epoch

    def weights(self, **logs):
        """The epoch that the weights at the end come from."""
        return int(self.replay(**logs).model.weight[0, 0].item())

    def writes(self, **logs):
        """The epochs in which a file is written."""
        saved = self.replay(**logs).saved
        return np.array([epoch for _, epoch in saved], dtype=int)

    def names(self, **logs):
        """The names of the files, in order."""
        return tuple(path for path, _ in self.replay(**logs).saved)


# %% [markdown]
# ## 1. Up or down?
#
# A loss should fall, an accuracy should rise. `mode` says which: `"min"` or `"max"`.
# With `"auto"` the name of the number decides: larger is better if `acc` is **in**
# the name, as in `val_accuracy` or `acc_top5`. For all other names, smaller is better.
#
# By hand: `larger_is_better("val_loss")` is `False`; with `mode="max"` it is `True`.
#
# Before you run it: what comes out for `val_f1`, which should be large?


# %% nbgrader={"grade": false, "grade_id": "callbacks-answer-mode", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def larger_is_better(monitor, mode="auto"):
    """Tell whether the number `monitor` should grow.

    Parameters
    ----------
    monitor : str
        Its name, such as ``"val_loss"``.
    mode : str
        ``"min"``, ``"max"``, or ``"auto"``: go by the name.

    Returns
    -------
    bool
    """
    ### BEGIN SOLUTION
    if mode == "auto":
        return "acc" in monitor
    return mode == "max"
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "callbacks-mode", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-mode", forbid=CLOSED)
t.signature(larger_is_better, "monitor", mode="auto")

for monitor, mode, expected in (
    ("val_loss", "auto", False),
    ("val_accuracy", "auto", True),
    ("acc_top5", "auto", True),
    ("val_f1", "auto", False),
):
    law = '"auto" goes by the name: is "acc" in it?'
    t.call(larger_is_better, monitor, mode).equals(expected, law=law)
for monitor, mode, expected in (
    ("val_loss", "max", True),
    ("val_accuracy", "min", False),
    ("val_accuracy", "max", True),
    ("val_f1", "min", False),
):
    law = '"min" and "max" mean what they say, whatever the name is'
    t.call(larger_is_better, monitor, mode).equals(expected, law=law)
### BEGIN HIDDEN TESTS
t.call(larger_is_better, "loss").equals(False)
t.call(larger_is_better, "accuracy").equals(True)
t.call(larger_is_better, "perplexity", mode="min").equals(False)
t.call(larger_is_better, "val_loss", mode="min").equals(False)
t.call(larger_is_better, "bleu", mode="max").equals(True)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 2. Better, and by enough
#
# A number is an improvement if it gains **more** than `min_delta` on the best. A
# gain of exactly `min_delta` is none, and with `min_delta = 0` a tie is none.
#
# By hand, with a best of 0.5: a loss of 0.375 is better. With `min_delta=0.125` it is
# not, for it gains 0.125 and not more. A loss of 0.25 is.
#
# Two numbers need care. Before the first epoch the best is the worst that there is,
# $\infty$ for a loss and $-\infty$ for an accuracy, and every number must beat it. And a
# loss may be **not a number** (`math.nan`) when training explodes. Each comparison
# with it is false: `nan < 1`, `nan > 1`, `nan == nan`. It must never count as better.
#
# Before you run the test: is `not (value >= best)` the same as `value < best`?


# %% nbgrader={"grade": false, "grade_id": "callbacks-answer-better", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
def is_better(value, best, larger=False, min_delta=0.0):
    """Tell whether `value` is an improvement on `best`.

    Parameters
    ----------
    value, best : float
    larger : bool
        Whether larger numbers are better.
    min_delta : float
        A gain of this or less is no improvement; 0 or more.

    Returns
    -------
    bool
    """
    ### BEGIN SOLUTION
    gain = value - best if larger else best - value
    return gain > min_delta
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "callbacks-better", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-better", forbid=CLOSED)
t.signature(is_better, "value", "best", larger=False, min_delta=0.0)

for value, expected in ((0.375, True), (0.625, False), (-0.5, True)):
    t.call(is_better, value, 0.5).equals(expected)
    t.call(is_better, value, 0.5, larger=True).equals(not expected)
law = "a tie is no improvement"
t.call(is_better, 0.5, 0.5).equals(False, law=law)
t.call(is_better, 0.5, 0.5, larger=True).equals(False, law=law)
law = "the first number beats the worst that there is"
t.call(is_better, 1e9, math.inf).equals(True, law=law)
t.call(is_better, -1e9, -math.inf, larger=True).equals(True, law=law)
law = "nan is never better"
for best in (0.5, math.inf):
    t.call(is_better, math.nan, best).equals(False, law=law)
    t.call(is_better, math.nan, -best, larger=True).equals(False, law=law)
law = "a gain must be more than min_delta"
for gain, expected in ((0.125, False), (0.25, True), (-0.25, False)):
    result = t.call(is_better, 0.5 - gain, 0.5, min_delta=0.125)
    result.equals(expected, law=law)
    result = t.call(is_better, 0.5 + gain, 0.5, larger=True, min_delta=0.125)
    result.equals(expected, law=law)
### BEGIN HIDDEN TESTS
for _ in range(12):  # eighths are exact
    value, best = (float(k) / 8 for k in t.rng.integers(-8, 8, size=2))
    given = value, best, bool(t.rng.integers(2)), float(t.rng.integers(3)) / 8
    expected = check.truth.callbacks.is_better(*given)
    t.call(is_better, *given).equals(expected)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 3. EarlyStopping
#
# It watches one number, `monitor`, after each epoch.
#
# - The **best** is the best number so far. It changes with each improvement in the
#   sense of part 2, and with nothing else.
# - The run ends (`run.stop = True`) when `patience` epochs in a row have brought no
#   improvement. A patience of 0 acts as 1: an epoch with an improvement never ends
#   the run.
# - With a **baseline**, an improvement counts for the patience only if it is also
#   better than the baseline, again by more than `min_delta`. The best changes in any
#   case.
# - With `restore_best_weights`, the network goes back to the weights of the best
#   epoch in `on_fit_end`, also when the run has ended by itself. The best need
#   not have beaten the baseline. Without it, the network stays as it is. If no epoch
#   has ever been an improvement, there is nothing to restore.
# - A new run begins with `on_fit_start`. Nothing of an earlier one is left then.
#
# By hand, with `patience=2`:
#
# | epoch | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
# |---|---|---|---|---|---|---|---|---|
# | `val_loss` | 2 | 1 | 1.5 | 1.25 | 0.5 | 0.75 | 0.625 | 0.875 |
# | best so far | 2 | 1 | 1 | 1 | | | | |
# | epochs without improvement | 0 | 0 | 1 | 2 | | | | |
#
# The run ends in epoch 4. It never sees the 0.5. (Epoch 4 is better than epoch 3, but
# that does not help: it is not better than the *best*.) Fill in the rest of the table
# for `patience=3` before you run the test. In which epoch does that run end? And
# with the baseline 0.75 and `patience=4`?
#
# `run.model.state_dict()` gives you the weights, and `load_state_dict` puts them back.
# Careful: what `state_dict` gives are not copies. When the optimizer goes on, it
# changes these very tensors. `copy.deepcopy(...)` makes copies.


# %% nbgrader={"grade": false, "grade_id": "callbacks-answer-stopping", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class EarlyStopping(Callback):
    """Stop when a number has not got better for some epochs.

    Parameters
    ----------
    monitor : str
        A key of ``run.logs``.
    min_delta : float
        A gain of this or less is no improvement.
    patience : int
        Epochs without improvement before it stops; 0 acts as 1.
    mode : str
        ``"min"``, ``"max"`` or ``"auto"``.
    baseline : float, optional
        Until this is beaten, no epoch resets the patience.
    restore_best_weights : bool
        At the end, go back to the best epoch.
    """

    def __init__(
        self,
        monitor="val_loss",
        min_delta=0.0,
        patience=0,
        mode="auto",
        baseline=None,
        restore_best_weights=False,
    ):
        ### BEGIN SOLUTION
        self.monitor, self.min_delta = monitor, min_delta
        self.patience, self.baseline = patience, baseline
        self.restore_best_weights = restore_best_weights
        self.larger = larger_is_better(monitor, mode)
        ### END SOLUTION

    def on_fit_start(self, run):
        """Forget an earlier run."""
        ### BEGIN SOLUTION
        self.best = -math.inf if self.larger else math.inf
        self.wait, self.best_weights = 0, None
        ### END SOLUTION

    def on_epoch_end(self, run):
        """Look at the number of this epoch; stop the run if it is time."""
        ### BEGIN SOLUTION
        value = run.logs[self.monitor]
        self.wait += 1
        if self._improves(value, self.best):
            self.best = value
            self.best_weights = copy.deepcopy(run.model.state_dict())
            if self.baseline is None or self._improves(value, self.baseline):
                self.wait = 0
        run.stop = self.wait >= max(self.patience, 1)
        ### END SOLUTION

    def on_fit_end(self, run):
        """Go back to the best weights, if that is asked for."""
        ### BEGIN SOLUTION
        if self.restore_best_weights and self.best_weights is not None:
            run.model.load_state_dict(self.best_weights)

    def _improves(self, value, than):
        return is_better(value, than, self.larger, self.min_delta)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "callbacks-stop", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-stop", forbid=CLOSED)
t.signature(
    EarlyStopping,
    monitor="val_loss",
    min_delta=0.0,
    patience=0,
    mode="auto",
    baseline=None,
    restore_best_weights=False,
)

# The table above; patience 0 acts as 1; the last run ends by itself.
losses = [2.0, 1.0, 1.5, 1.25, 0.5, 0.75, 0.625, 0.875]
for patience, expected in ((0, 3), (1, 3), (2, 4), (3, 8), (4, 8)):
    stop = t.construct(EarlyStopping, patience=patience)
    slips = check.slips.callbacks.ends(losses, patience)
    result = t.method(stop, "ends", val_loss=losses)
    result.equals(expected, wrong=slips)

# Small steps: each gains 0.125 on the epoch before it.
steps = [1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]
for min_delta, patience, expected in (
    (0.125, 2, 8),  # two of them together are more than 0.125
    (0.125, 1, 2),
    (0.25, 2, 3),
):
    rule = {"min_delta": min_delta, "patience": patience}
    stop = t.construct(EarlyStopping, **rule)
    slips = check.slips.callbacks.ends(steps, **rule)
    t.method(stop, "ends", val_loss=steps).equals(expected, wrong=slips)

# A loss that is not a number, first and later.
for losses, expected in (
    ([math.nan, 1.0, 0.5, 0.25, 0.125], 5),
    ([1.0, 0.5, math.nan, math.nan, 0.25], 4),
):
    stop = t.construct(EarlyStopping, patience=2)
    slips = check.slips.callbacks.ends(losses, 2)
    result = t.method(stop, "ends", val_loss=losses)
    result.equals(expected, wrong=slips)

# Another number, in another direction, by its name and by the mode.
logs = {
    "val_loss": [6.0, 5.0, 4.0, 3.0, 2.0],
    "val_accuracy": [0.25, 0.5, 0.5, 0.375, 0.75],
    "val_f1": [0.5, 0.625, 0.375, 0.25, 0.125],
}
for rule, expected in (
    ({"monitor": "val_accuracy", "patience": 2}, 4),
    ({"monitor": "val_f1", "patience": 2, "mode": "max"}, 4),
    ({"monitor": "val_f1", "patience": 2}, 5),
    ({"monitor": "val_accuracy", "mode": "min"}, 2),
):
    stop = t.construct(EarlyStopping, **rule)
    t.method(stop, "ends", **logs).equals(expected)
### BEGIN HIDDEN TESTS
for k in range(12):
    name, larger = (("val_loss", False), ("accuracy", True))[k % 2]
    values = (t.rng.integers(0, 12, size=14) / 8).tolist()
    rule = {
        "patience": int(t.rng.integers(0, 5)),
        "min_delta": float(t.rng.integers(0, 3)) / 8,
    }
    expected = check.truth.callbacks.ends(values, **rule, larger=larger)
    slips = check.slips.callbacks.ends(values, **rule, larger=larger)
    stop = t.construct(EarlyStopping, name, **rule)
    result = t.method(stop, "ends", **{"loss": values[::-1], name: values})
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "callbacks-baseline", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-baseline", forbid=CLOSED)

# The best gets better all the time, and too late.
losses = [2.0, 1.75, 1.5, 1.25, 1.0, 0.75, 0.5, 0.5, 0.5, 0.25]
for baseline, patience, min_delta, expected in (
    (1.0, 4, 0.0, 4),
    (1.0, 6, 0.0, 10),
    (1.0, 6, 0.25, 6),  # 0.75 beats 1 by 0.25, and not by more
    (0.75, 7, 0.0, 10),
    (1.5, 4, 0.0, 10),
):
    rule = {"patience": patience, "min_delta": min_delta, "baseline": baseline}
    stop = t.construct(EarlyStopping, **rule)
    slips = check.slips.callbacks.ends(losses, **rule)
    result = t.method(stop, "ends", val_loss=losses)
    result.equals(expected, wrong=slips)

# A baseline of 0 is a baseline too.
gains = [-0.5, -0.25, 0.0, 0.25, 0.5, 0.5, 0.75, 1.0]
for patience, expected in ((3, 3), (4, 8)):
    rule = {"patience": patience, "baseline": 0.0}
    stop = t.construct(EarlyStopping, "gain", mode="max", **rule)
    slips = check.slips.callbacks.ends(gains, **rule, larger=True)
    t.method(stop, "ends", gain=gains).equals(expected, wrong=slips)
### BEGIN HIDDEN TESTS
for k in range(10):
    name, larger = (("val_loss", False), ("val_accuracy", True))[k % 2]
    values = (t.rng.integers(0, 12, size=12) / 8).tolist()
    rule = {
        "patience": int(t.rng.integers(1, 6)),
        "min_delta": float(t.rng.integers(0, 2)) / 8,
        "baseline": float(t.rng.integers(2, 9)) / 8,
    }
    expected = check.truth.callbacks.ends(values, **rule, larger=larger)
    slips = check.slips.callbacks.ends(values, **rule, larger=larger)
    stop = t.construct(EarlyStopping, name, **rule)
    result = t.method(stop, "ends", **{name: values})
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "callbacks-restore", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-restore", forbid=CLOSED)

# Whose weights has the network at the end? The run is stopped in epoch 4.
losses = [2.0, 1.0, 1.5, 1.25, 0.5, 0.75]
for restore, expected in ((True, 2), (False, 4)):
    rule = {"patience": 2, "restore_best_weights": restore}
    stop = t.construct(EarlyStopping, **rule)
    slips = check.slips.callbacks.kept(losses, 2)
    result = t.method(stop, "weights", val_loss=losses)
    result.equals(expected, wrong=slips)

# This one ends by itself.
stop = t.construct(EarlyStopping, patience=9, restore_best_weights=True)
slips = check.slips.callbacks.kept(losses, 9)
law = "the best weights come back also when the run ends by itself"
result = t.method(stop, "weights", val_loss=losses)
result.equals(5, wrong=slips, law=law)

# The best has not beaten the baseline. And: there has never been a best.
rule = {"patience": 3, "baseline": 0.25, "restore_best_weights": True}
stop = t.construct(EarlyStopping, **rule)
slips = check.slips.callbacks.kept(losses, 3, baseline=0.25)
law = "the best epoch need not have beaten the baseline"
result = t.method(stop, "weights", val_loss=losses)
result.equals(2, wrong=slips, law=law)
stop = t.construct(EarlyStopping, patience=2, restore_best_weights=True)
result = t.method(stop, "weights", val_loss=[math.nan] * 3)
result.equals(2, law="where nothing was better, nothing is restored")
### BEGIN HIDDEN TESTS
for k in range(10):
    name, larger = (("val_loss", False), ("val_accuracy", True))[k % 2]
    values = (t.rng.integers(0, 12, size=10) / 8).tolist()
    rule = {
        "patience": int(t.rng.integers(1, 6)),
        "min_delta": float(t.rng.integers(0, 2)) / 8,
        "baseline": (None, float(t.rng.integers(2, 9)) / 8)[k % 3 // 2],
    }
    expected = check.truth.callbacks.kept(values, **rule, larger=larger)
    slips = check.slips.callbacks.kept(values, **rule, larger=larger)
    rule["restore_best_weights"] = True
    stop = t.construct(EarlyStopping, name, **rule)
    result = t.method(stop, "weights", **{name: values})
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### A second run
#
# People use one callback for two runs, and two callbacks in one program. Nothing
# may leak from one to the other: neither through the object nor through its class.


# %% nbgrader={"grade": true, "grade_id": "callbacks-again", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-again", forbid=CLOSED)
one = t.construct(EarlyStopping, patience=2, restore_best_weights=True)
two = t.construct(EarlyStopping, patience=3)

good, bad = [0.5, 0.25, 0.375, 0.5, 0.5], [8.0, 4.0, 6.0, 6.0, 6.0]
law = "this object has seen a better run before, and forgotten it"
for losses in (good, bad):
    t.method(one, "ends", val_loss=losses).equals(4, law=law)
    t.method(two, "ends", val_loss=losses).equals(5, law=law)
t.method(one, "weights", val_loss=bad).equals(2, law=law)
### BEGIN HIDDEN TESTS
t.method(one, "weights", val_loss=[math.nan] * 5).equals(2, law=law)
t.method(two, "ends", val_loss=[9.0] * 5).equals(4, law=law)
t.method(one, "ends", val_loss=good[::-1]).equals(5, law=law)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ## 4. ModelCheckpoint
#
# After each epoch it may write a file: `run.save(path)`.
#
# - `filepath` may name the epoch and each logged number. Python's `str.format` fills
#   them in: `"cnn-{epoch:02d}-{val_loss:.2f}".format(epoch=7, val_loss=0.125)` is
#   `"cnn-07-0.12"`.
# - Only the **last** epoch of each `period` is looked at: with `period=3`, epochs
#   3, 6, 9. The others do not count, not even as the best.
# - With `save_best_only`, it writes only if `monitor` is better than at all files
#   before. A tie is not better.
#
# By hand, `val_loss` 2, 1, 1.5, 1, 0.5 with `save_best_only=True`: files are written in
# epochs 1, 2 and 5. With `period=2` as well, epochs 2 and 4 are looked at. Which of
# the two is written?


# %% nbgrader={"grade": false, "grade_id": "callbacks-answer-checkpoint", "locked": false, "schema_version": 3, "solution": true, "task": false, "cell_type": "code"}
class ModelCheckpoint(Callback):
    """Save the model after each epoch, or each one that is the best yet.

    Parameters
    ----------
    filepath : str
        May name ``epoch`` and the keys of ``run.logs`` in braces.
    monitor : str
        A key of ``run.logs``, used with `save_best_only`.
    save_best_only : bool
        Leave out an epoch that is not better than all files before.
    mode : str
        ``"min"``, ``"max"`` or ``"auto"``.
    period : int
        Epochs between two files.
    """

    def __init__(
        self,
        filepath,
        monitor="val_loss",
        save_best_only=False,
        mode="auto",
        period=1,
    ):
        ### BEGIN SOLUTION
        self.filepath, self.monitor = filepath, monitor
        self.save_best_only, self.period = save_best_only, period
        self.larger = larger_is_better(monitor, mode)
        self.best = -math.inf if self.larger else math.inf
        ### END SOLUTION

    def on_epoch_end(self, run):
        """Save the model if this epoch is one to save."""
        ### BEGIN SOLUTION
        if run.epoch % self.period:
            return
        if self.save_best_only:
            value = run.logs[self.monitor]
            if not is_better(value, self.best, self.larger):
                return
            self.best = value
        run.save(self.filepath.format(epoch=run.epoch, **run.logs))
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "callbacks-save", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-save", forbid=CLOSED)
t.signature(
    ModelCheckpoint,
    "filepath",
    monitor="val_loss",
    save_best_only=False,
    mode="auto",
    period=1,
)

# When: in each epoch, in every second, in every third.
losses = [2.0, 1.0, 1.5, 1.0, 0.5, 0.75, 0.75]
for period, expected in (
    (1, [1, 2, 3, 4, 5, 6, 7]),
    (2, [2, 4, 6]),
    (3, [3, 6]),
):
    save = t.construct(ModelCheckpoint, "cnn.pt", period=period)
    slips = check.slips.callbacks.writes(losses, period=period)
    result = t.method(save, "writes", val_loss=losses)
    result.equals(expected, wrong=slips)

# Where to.
logs = {"val_loss": [2.0, 0.125], "lr": [0.5, 0.25]}
save = t.construct(ModelCheckpoint, "cnn.pt")
t.method(save, "names", **logs).equals(("cnn.pt", "cnn.pt"))
save = t.construct(ModelCheckpoint, "cnn-{epoch:02d}-{val_loss:.3f}.pt")
expected = ("cnn-01-2.000.pt", "cnn-02-0.125.pt")
t.method(save, "names", **logs).equals(expected)
### BEGIN HIDDEN TESTS
save = t.construct(ModelCheckpoint, filepath="{epoch}/{lr}.pt", period=2)
t.method(save, "names", **logs).equals(("2/0.25.pt",))
for period in (1, 4, 5):
    values = t.rng.normal(size=11).tolist()
    save = t.construct(ModelCheckpoint, "x", "loss", period=period)
    expected = check.truth.callbacks.writes(values, period=period)
    slips = check.slips.callbacks.writes(values, period=period)
    result = t.method(save, "writes", loss=values)
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% nbgrader={"grade": true, "grade_id": "callbacks-best", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false, "cell_type": "code"}
t = check.cell("callbacks-best", forbid=CLOSED)

# The example, and one in which the last epoch is better than the one before.
for losses, period, expected in (
    ([2.0, 1.0, 1.5, 1.0, 0.5], 1, [1, 2, 5]),
    ([2.0, 1.0, 1.5, 1.0, 0.5], 2, [2]),
    ([1.0, 2.0, 1.5, 0.5, 0.75, 0.625], 1, [1, 4]),
    ([math.nan, 2.0, math.nan, 1.0], 1, [2, 4]),
    ([0.125, 3.0, 4.0, 2.0, 5.0, 1.0], 2, [2, 4, 6]),
):
    rule = {"save_best_only": True, "period": period}
    save = t.construct(ModelCheckpoint, "best.pt", **rule)
    slips = check.slips.callbacks.writes(losses, **rule)
    result = t.method(save, "writes", val_loss=losses)
    result.equals(expected, wrong=slips)

# Another number, in the other direction; two objects in turn.
logs = {
    "val_loss": [4.0, 3.0, 2.0, 1.0],
    "val_accuracy": [0.5, 0.25, 0.75, 0.5],
}
one = t.construct(ModelCheckpoint, "a", "val_accuracy", save_best_only=True)
two = t.construct(
    ModelCheckpoint, "b", "val_loss", save_best_only=True, mode="max"
)
values = logs["val_accuracy"]
slips = check.slips.callbacks.writes(values, True, save_best_only=True)
t.method(one, "writes", **logs).equals([1, 3], wrong=slips)
values = logs["val_loss"]
slips = check.slips.callbacks.writes(values, True, save_best_only=True)
t.method(two, "writes", **logs).equals([1], wrong=slips)
### BEGIN HIDDEN TESTS
for k in range(8):
    name, larger = (("loss", False), ("accuracy", True))[k % 2]
    values = (t.rng.integers(0, 16, size=15) / 8).tolist()
    rule = {"save_best_only": True, "period": int(t.rng.integers(1, 4))}
    expected = check.truth.callbacks.writes(values, larger, **rule)
    slips = check.slips.callbacks.writes(values, larger, **rule)
    save = t.construct(ModelCheckpoint, "{epoch}.pt", name, **rule)
    result = t.method(save, "writes", **{name: values})
    result.equals(expected, wrong=slips)
### END HIDDEN TESTS
t.passed()

# %% [markdown]
# ### Let it work
#
# Nothing is graded here. Your `EarlyStopping` has the methods that `cnnlab.train.fit`
# calls, so it can sit beside a real training. The network below has far more weights
# than its 150 digits can fill, and may train for 40 epochs. Predict first: will it
# use them all?

# %% tags=["play"]
from cnnlab import data, train

images, labels = data.mnist().tensors("train")
torch.manual_seed(0)
net = nn.Sequential(
    nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)
)
config = train.TrainConfig(
    epochs=40, batch_size=32, lr=0.01, optimizer="adam", device="cpu"
)
stop = EarlyStopping(patience=5, restore_best_weights=True)
few, others = slice(0, 150), slice(1000, 1500)
history = train.fit(
    net,
    (images[few], labels[few]),
    (images[others], labels[others]),
    config,
    callbacks=[stop],
    verbose=False,
)
for epoch, loss in enumerate(history.values("val_loss"), start=1):
    print(f"epoch {epoch:2}  val_loss {loss:.3f}")
print(history.ended, "- the weights are those of the best epoch")

# %% [markdown]
# ## Where you are
#
# You have written the two callbacks that stand beside nearly every training in the
# world. What early stopping picks was chosen by looking at the validation part, so its
# validation loss flatters: report the test part.
