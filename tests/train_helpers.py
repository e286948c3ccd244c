"""A data set and a network small enough to train in a blink."""

import torch
from torch import nn

from cnnlab.train import TrainConfig, fit


def blobs(count=96, seed=0):
    """Noise with a bright spot; where it is, is the class (of three)."""
    generator = torch.Generator().manual_seed(seed)
    y = torch.arange(count) % 3
    x = 0.3 * torch.rand(count, 1, 6, 6, generator=generator)
    for k in range(count):
        x[k, 0, 2 * y[k] : 2 * y[k] + 2, 1:3] += 1
    return x, y


def tiny_net(seed=0, dropout=0.0):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(dropout),
        nn.Linear(64, 3),
    )


def config(**changes):
    usual = {"epochs": 3, "batch_size": 20, "device": "cpu"}
    return TrainConfig(**{**usual, "precision": "fp32", **changes})


def quick_fit(net, callbacks=(), verbose=False, resume_from=None, **changes):
    return fit(
        net, blobs(), blobs(30, seed=1), config(**changes), callbacks,
        verbose=verbose, resume_from=resume_from,
    )  # fmt: skip


class Act:
    """Runs `action(run)` at the end of the epoch `at`."""

    def __init__(self, at, action):
        self.at, self.action = at, action

    def on_epoch_end(self, run):
        if run.epoch == self.at:
            self.action(run)


def stop_button(run):
    raise KeyboardInterrupt


class Fake:
    """A run whose numbers are dictated; the weight is the epoch's number."""

    def __init__(self, monitor, values):
        self.model = torch.nn.Linear(1, 1)
        self.monitor, self.values = monitor, values
        self.epoch, self.stop, self.logs = 0, False, {}

    def play(self, callback):
        """Epochs until the callback stops it; returns how many there were."""
        callback.on_fit_start(self)
        for value in self.values:
            self.epoch += 1
            torch.nn.init.constant_(self.model.weight, self.epoch)
            self.logs = {self.monitor: value}
            callback.on_epoch_end(self)
            if self.stop:
                break
        callback.on_fit_end(self)
        return self.epoch

    @property
    def weights_of(self):
        return round(self.model.weight.item())
