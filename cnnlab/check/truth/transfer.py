"""Freezing, two learning rates and one step of training: exercise 17.

A network here is a copy of the tests' own: ``base`` is a sequence of blocks,
``head`` a linear layer, and ``features`` what stands between. Parameters are
numbered as ``named_parameters`` lists them.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import nn

BLOCKS = 3
State = dict[str, np.ndarray]


def flags(names: list[str], last: int = 0) -> np.ndarray:
    """1 for each parameter that learns: head and ``last`` blocks, else 0."""
    learning = [f"base.{k}." for k in range(BLOCKS - last, BLOCKS)]
    parts = ("head.", *learning)
    return np.array([float(name.startswith(parts)) for name in names])


def rates(
    names: list[str], last: int, lr_base: float, lr_head: float
) -> np.ndarray:
    """The learning rate of each parameter, 0 for those that do not learn."""
    by_part = [
        lr_head if name.startswith("head.") else lr_base for name in names
    ]
    return flags(names, last) * np.array(by_part)


def modes(last: int) -> np.ndarray:
    """1 for training mode: the network, then the norm of each block."""
    return np.array([1.0] + [float(k >= BLOCKS - last) for k in range(BLOCKS)])


def extract(net: "nn.Module", images: np.ndarray) -> np.ndarray:
    """Features of one image at a time, in evaluation mode."""
    import torch

    net.eval()
    with torch.no_grad():
        rows = [net.features(torch.tensor(one[None]))[0] for one in images]
    return torch.stack(rows).numpy()


def after_step(
    net: "nn.Module",
    images: np.ndarray,
    labels: np.ndarray,
    last: int,
    lr_base: float,
    lr_head: float,
) -> State:
    """Take a step of gradient descent; return the state after it."""
    import torch
    from torch.nn.functional import cross_entropy

    names, parameters = zip(*net.named_parameters(), strict=True)
    steps = rates(list(names), last, lr_base, lr_head)
    net.train()
    for k in range(BLOCKS - last):
        net.base[k].eval()
    loss = cross_entropy(net(torch.tensor(images)), torch.tensor(labels))
    found = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        for parameter, step, slope in zip(
            parameters, steps, found, strict=True
        ):
            parameter -= step * slope
    return {key: x.numpy().copy() for key, x in net.state_dict().items()}


def moves(keys: list[str], last: int) -> np.ndarray:
    """1 for each entry of a state that a step changes, else 0."""
    return flags(keys, last)
