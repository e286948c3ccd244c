"""Optimizer and learning rate of a run."""

import math
from collections.abc import Mapping

import torch
from torch import nn

from cnnlab.train.config import TrainConfig

WARM_UP = 0.25  # share of the steps in which "onecycle" climbs
FIRST = 0.1  # learning rate of its first step, as a share of the peak


def make_optimizer(
    model: nn.Module,
    config: TrainConfig,
    lr_scales: Mapping[str, float] | None = None,
) -> torch.optim.Optimizer:
    """The optimizer that ``config`` names, over all that can be trained.

    ``lr_scales`` gives parts of the model a slower or faster rate: the
    beginning of a parameter's name, and a factor. What no name fits has 1.
    """
    parameters = _groups(model, lr_scales or {})
    if not any(group["params"] for group in parameters):
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


def _groups(model: nn.Module, lr_scales: Mapping[str, float]) -> list[dict]:
    """Parameters of equal factor together, for the optimizer."""
    found: dict[str, list[nn.Parameter]] = {
        "": [],
        **{k: [] for k in lr_scales},
    }
    seen = set()
    for name, parameter in model.named_parameters():
        fits = [k for k in lr_scales if f"{name}.".startswith(f"{k}.")]
        seen.update(fits)
        if parameter.requires_grad:
            found[max(fits, key=len, default="")].append(parameter)
    unknown = set(lr_scales) - seen
    if unknown:
        parts = ", ".join(name for name, _ in model.named_children())
        raise ValueError(
            f"`lr_scales` names {sorted(unknown)[0]!r}, which the model does "
            f"not have; its parts are: {parts}"
        )
    return [
        {"params": parameters, "lr_scale": lr_scales.get(name, 1.0)}
        for name, parameters in found.items()
        if parameters
    ]


def learning_rate(config: TrainConfig, step: int, steps: int) -> float:
    """Learning rate of step ``step``, counted from 0, of ``steps`` in all.

    "constant" stays. "step" falls to a tenth at one half and again at three
    quarters [1]_. "linear" and "cosine" fall to almost 0, in a straight line
    or along half a cosine [2]_. "onecycle" climbs in a straight line over
    the first quarter, then falls along half a cosine [3]_.

    References
    ----------
    .. [1] He et al., "Deep residual learning", 2016, section 4.2.
    .. [2] Loshchilov and Hutter, "SGDR", 2017, without its restarts.
    .. [3] Smith and Topin, "Super-convergence", 2017; there the momentum
       is cycled too, here it stays.

    Examples
    --------
    >>> config = TrainConfig(lr=1.0, schedule="onecycle")
    >>> [round(learning_rate(config, s, 8), 2) for s in range(8)]
    [0.1, 0.55, 1.0, 0.93, 0.75, 0.5, 0.25, 0.07]
    >>> config = TrainConfig(lr=1.0, schedule="step")
    >>> [round(learning_rate(config, s, 4), 3) for s in range(4)]
    [1.0, 1.0, 0.1, 0.01]
    """
    done = step / steps
    share = {
        "constant": lambda: 1.0,
        "step": lambda: 0.1 ** ((done >= 0.5) + (done >= 0.75)),
        "linear": lambda: 1 - done,
        "cosine": lambda: _half_cosine(done),
        "onecycle": lambda: (
            FIRST + (1 - FIRST) * done / WARM_UP
            if done < WARM_UP
            else _half_cosine((done - WARM_UP) / (1 - WARM_UP))
        ),
    }
    return config.lr * share[config.schedule]()


def _half_cosine(done: float) -> float:
    """From 1 to 0, flat at both ends."""
    return (1 + math.cos(math.pi * done)) / 2
