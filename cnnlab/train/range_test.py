"""Which learning rate? Try all, rising step by step, and look at the loss.

Smith, "Cyclical learning rates for training neural networks", 2017,
section 3.3.
"""

import copy
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import nn

from cnnlab.train.config import TrainConfig
from cnnlab.train.device import pick_device
from cnnlab.train.metrics import Data
from cnnlab.train.optimize import make_optimizer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXPLODED = 4  # a loss of so many times the lowest one ends the test
SMOOTH = 0.9  # weight of the past in the running mean of the loss


@dataclass(frozen=True)
class RangeTest:
    """Learning rates that were tried and the smoothed loss at each."""

    rates: list[float]
    losses: list[float]

    @property
    def steepest(self) -> float:
        """The rate at which the loss fell fastest: a start for choosing.

        Only rates up to `lowest` count: behind it a loss that leaps about
        may fall faster, and nothing is learned.
        """
        end = max(self.losses.index(min(self.losses)), 2)
        drops = [
            self.losses[k - 1] - self.losses[k + 1] for k in range(1, end)
        ]
        return self.rates[1 + drops.index(max(drops))]

    @property
    def lowest(self) -> float:
        """The rate at the lowest loss: already too large to train with."""
        return self.rates[self.losses.index(min(self.losses))]

    def plot(self) -> "Figure":
        """Loss against learning rate, with both of them marked."""
        from cnnlab.plots_training import plot_range_test

        return plot_range_test(
            self.rates, self.losses, self.steepest, self.lowest
        )


def lr_range_test(
    model: nn.Module,
    train_data: Data,
    config: TrainConfig | None = None,
    lowest: float = 1e-5,
    highest: float = 10.0,
    steps: int = 100,
) -> RangeTest:
    """Train a copy of ``model`` while the rate rises by equal factors.

    It stops early when the loss explodes. ``model`` itself stays as it was.
    Of ``config``, the optimizer, batch size, seed and device are used.
    """
    if not 0 < lowest < highest:
        raise ValueError(
            f"`lowest` (={lowest}) must be above 0 and below `highest` "
            f"(={highest})"
        )
    if steps < 5:
        raise ValueError(f"`steps` (={steps}) must be at least 5")
    config = config or TrainConfig()
    device = pick_device(config.device)
    net = copy.deepcopy(model).to(device).train()
    x, y = (t.to(device) for t in train_data)
    optimizer = make_optimizer(net, config)
    torch.manual_seed(config.seed)
    rates, losses, mean, best = [], [], 0.0, math.inf
    for step in range(steps):
        rate = lowest * (highest / lowest) ** (step / (steps - 1))
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch = torch.randint(len(x), (config.batch_size,)).to(device)
        loss = F.cross_entropy(net(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mean = SMOOTH * mean + (1 - SMOOTH) * loss.item()
        # The running mean began at 0; this takes that bias out.
        smoothed = mean / (1 - SMOOTH ** (step + 1))
        if not math.isfinite(smoothed) or smoothed > EXPLODED * best:
            break
        best = min(best, smoothed)
        rates.append(rate)
        losses.append(smoothed)
    return RangeTest(rates, losses)
