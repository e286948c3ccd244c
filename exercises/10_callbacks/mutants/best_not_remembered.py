"""Compare with the best, and forget to bring it up to date."""
# expect: callbacks-best
# says: worse epochs are saved too

import math


class ModelCheckpoint(Callback):
    def __init__(
        self,
        filepath,
        monitor="val_loss",
        save_best_only=False,
        mode="auto",
        period=1,
    ):
        self.filepath, self.monitor = filepath, monitor
        self.save_best_only, self.period = save_best_only, period
        self.larger = larger_is_better(monitor, mode)
        self.best = -math.inf if self.larger else math.inf

    def on_epoch_end(self, run):
        if run.epoch % self.period:
            return
        if self.save_best_only:
            value = run.logs[self.monitor]
            if not is_better(value, self.best, self.larger):
                return
        run.save(self.filepath.format(epoch=run.epoch, **run.logs))
