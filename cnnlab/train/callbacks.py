"""Callbacks with the arguments and the meaning that they have in Keras.

Where they differ from Keras: a number to monitor that is not there is an
error, not a warning; an unknown ``mode`` too. A callback of your own is any
object with one of the methods that `fit` calls.
"""

import math
import os

from torch import Tensor

from cnnlab.train import checkpoint
from cnnlab.train.loop import Run


def _larger_is_better(monitor: str, mode: str) -> bool:
    if mode not in ("auto", "min", "max"):
        raise ValueError(f"`mode` (={mode!r}) must be 'auto', 'min' or 'max'")
    return mode == "max" or (mode == "auto" and "acc" in monitor)


def _monitored(run: Run, monitor: str) -> float:
    if monitor not in run.logs:
        raise ValueError(
            f"`monitor` (={monitor!r}) must be one of: {', '.join(run.logs)}"
            + ("" if "val_loss" in run.logs else "; there is no `valid_data`")
        )
    return run.logs[monitor]


class ModelCheckpoint:
    """Save the model after each epoch, or each one that is the best yet.

    Parameters
    ----------
    filepath : may name the epoch, from 1, and what is logged:
        ``"cnn-{epoch:02d}-{val_loss:.2f}.pt"``.
    monitor : a key of `Run.logs`, used with ``save_best_only``.
    verbose : 1 prints a line for each file.
    save_best_only : leave out an epoch that is not better than all before.
    save_weights_only : the weights, and not what `fit` needs to resume.
    mode : "min", "max", or "auto": "max" if "acc" is in ``monitor``.
    period : epochs between two files.
    """

    def __init__(
        self,
        filepath: str | os.PathLike,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        period: int = 1,
    ) -> None:
        if period < 1:
            raise ValueError(f"`period` (={period}) must be at least 1")
        self.filepath = os.fspath(filepath)
        self.monitor = monitor
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.period = period
        self.sign = -1 if _larger_is_better(monitor, mode) else 1
        self.best = self.sign * math.inf
        self.epochs_since_last_save = 0

    def on_epoch_end(self, run: Run) -> None:
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        if self.save_best_only:
            current = _monitored(run, self.monitor)
            if not self.sign * current < self.sign * self.best:
                return
            self.best = current
        path = self.filepath.format(epoch=run.epoch, **run.logs)
        checkpoint.save(run, path, self.save_weights_only)
        if self.verbose:
            print(f"epoch {run.epoch}: saved {path}")


class EarlyStopping:
    """Stop when a number has not got better for some epochs.

    Parameters
    ----------
    monitor : a key of `Run.logs`.
    min_delta : a change of no more than this is no improvement.
    patience : epochs without improvement before it stops; 0 acts as 1.
    verbose : 1 says when it stops and what it restores.
    mode : "min", "max", or "auto": "max" if "acc" is in ``monitor``.
    baseline : until this is beaten, no epoch counts as an improvement.
    restore_best_weights : at the end, however it came, go back to the best
        epoch; it need not have beaten the baseline.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
    ) -> None:
        self.monitor = monitor
        self.min_delta = abs(min_delta)
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.sign = -1 if _larger_is_better(monitor, mode) else 1

    def on_fit_start(self, run: Run) -> None:
        self.wait = 0
        self.stopped_epoch = 0
        self.best = self.sign * math.inf
        self.best_epoch = 0
        self.best_weights: dict[str, Tensor] | None = None

    def on_epoch_end(self, run: Run) -> None:
        current = _monitored(run, self.monitor)
        self.wait += 1
        if self._better(current, self.best):
            self.best, self.best_epoch = current, run.epoch
            if self.restore_best_weights:
                state = run.model.state_dict()
                self.best_weights = {k: v.clone() for k, v in state.items()}
            if self.baseline is None or self._better(current, self.baseline):
                self.wait = 0
        if self.wait and self.wait >= self.patience:
            self.stopped_epoch = run.epoch
            run.stop = True

    def on_fit_end(self, run: Run) -> None:
        if self.verbose and self.stopped_epoch:
            print(f"epoch {self.stopped_epoch}: early stopping")
        if self.best_weights is not None:
            run.model.load_state_dict(self.best_weights)
            if self.verbose:
                print(f"restored the weights of epoch {self.best_epoch}")

    def _better(self, value: float, than: float) -> bool:
        return self.sign * value < self.sign * than - self.min_delta
