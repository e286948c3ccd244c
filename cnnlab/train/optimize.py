"""Optimizer and learning rate of a run."""

import math

import torch
from torch import nn

from cnnlab.train.config import TrainConfig

WARM_UP = 0.25  # share of the steps in which "onecycle" climbs
FIRST = 0.1  # learning rate of its first step, as a share of the peak


def make_optimizer(
    model: nn.Module, config: TrainConfig
) -> torch.optim.Optimizer:
    """The optimizer that ``config`` names, over all that can be trained."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    if not parameters:
        raise ValueError(
            "`model` has no parameter to train: has `requires_grad` been "
            "switched off for all of them?"
        )
    if config.optimizer == "adam":
        # AdamW decays weights as SGD does; plain Adam would scale the decay.
        return torch.optim.AdamW(
            parameters,
            lr=config.lr,
            betas=(config.momentum, 0.999),
            weight_decay=config.weight_decay,
        )
    return torch.optim.SGD(
        parameters,
        lr=config.lr,
        momentum=config.momentum,
        weight_decay=config.weight_decay,
        nesterov=config.momentum > 0,
    )


def learning_rate(config: TrainConfig, step: int, steps: int) -> float:
    """Learning rate of step ``step``, counted from 0, of ``steps`` in all.

    "onecycle" climbs in a straight line to ``lr`` over the first quarter
    and falls to almost 0 along half a cosine [1]_.

    References
    ----------
    .. [1] Smith and Topin, "Super-convergence", 2017; there the momentum
       is cycled too, here it stays.

    Examples
    --------
    >>> config = TrainConfig(lr=1.0, schedule="onecycle")
    >>> [round(learning_rate(config, s, 8), 2) for s in range(8)]
    [0.1, 0.55, 1.0, 0.93, 0.75, 0.5, 0.25, 0.07]
    """
    if config.schedule == "constant":
        return config.lr
    done = step / steps
    if done < WARM_UP:
        return config.lr * (FIRST + (1 - FIRST) * done / WARM_UP)
    fall = (done - WARM_UP) / (1 - WARM_UP)
    return config.lr * (1 + math.cos(math.pi * fall)) / 2
