"""Restore where the run is stopped, and not where it ends by itself."""
# expect: callbacks-restore
# says: also when the run ends by itself

import copy
import math


class EarlyStopping(Callback):
    def __init__(
        self,
        monitor="val_loss",
        min_delta=0.0,
        patience=0,
        mode="auto",
        baseline=None,
        restore_best_weights=False,
    ):
        self.monitor, self.min_delta = monitor, min_delta
        self.patience, self.baseline = patience, baseline
        self.restore_best_weights = restore_best_weights
        self.larger = larger_is_better(monitor, mode)

    def on_fit_start(self, run):
        self.best = -math.inf if self.larger else math.inf
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, run):
        value = run.logs[self.monitor]
        self.wait += 1
        if self._improves(value, self.best):
            self.best = value
            self.best_weights = copy.deepcopy(run.model.state_dict())
            if self.baseline is None or self._improves(value, self.baseline):
                self.wait = 0
        if self.wait >= max(self.patience, 1):
            run.stop = True

    def on_fit_end(self, run):
        found = run.stop and self.best_weights is not None
        if self.restore_best_weights and found:
            run.model.load_state_dict(self.best_weights)

    def _improves(self, value, than):
        return is_better(value, than, self.larger, self.min_delta)
