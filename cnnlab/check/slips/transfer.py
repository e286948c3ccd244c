"""Slips in freezing, thawing and training a part: exercise 17.

Arguments are those of `cnnlab.check.truth.transfer`.
"""

from typing import TYPE_CHECKING

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import transfer as truth

if TYPE_CHECKING:
    from torch import nn

Slips = dict[str, np.ndarray]


@later
def flags(names: list[str], last: int = 0) -> Slips:
    """Slips in which parameters learn."""
    right = truth.flags(names, last)
    is_head = _where(names, "head.")
    first = [f"base.{k}." for k in range(last)]
    made = {
        "nothing is frozen": np.ones(len(names)),
        "everything is frozen, the head too": np.zeros(len(names)),
        "the head is frozen": right * (1 - is_head),
        "base and head are mixed up": 1 - is_head,
        "biases are not frozen": np.maximum(right, _ends(names, "bias")),
        "only the kernels are frozen, batch norm learns on": np.maximum(
            right, _norms(names)
        ),
        "the first blocks learn, not the last ones": np.maximum(
            is_head, _where(names, *first)
        ),
        "no block has begun to learn": is_head,
    }
    for wrong in (last - 1, last + 1):
        words = f"{wrong} of {truth.BLOCKS} blocks learn, not {last}"
        if 0 <= wrong <= truth.BLOCKS:
            made[words] = truth.flags(names, wrong)
    return _wrong_ones(made, right)


@later
def rates(
    names: list[str], last: int, lr_base: float, lr_head: float
) -> Slips:
    """Slips in which group, and at which rate, a parameter stands."""
    right = truth.rates(names, last, lr_base, lr_head)
    learns = truth.flags(names, last)
    is_head = _where(names, "head.")
    made = {
        "frozen parameters are in a group too": (
            truth.rates(names, truth.BLOCKS, lr_base, lr_head)
        ),
        "base and head have each other's rate": (
            truth.rates(names, last, lr_head, lr_base)
        ),
        "all parts have the rate of the base": lr_base * learns,
        "all parts have the rate of the head": lr_head * learns,
        "the head stands in both groups": right + lr_base * is_head,
        "the base is in no group": right * is_head,
        "the head is in no group": right * (1 - is_head),
        "biases are in no group": right * (1 - _ends(names, "bias")),
    }
    return _wrong_ones(made, right)


@later
def extract(net: "nn.Module", images: np.ndarray, batch_size: int) -> Slips:
    """Slips in the mode, and in which images are seen."""
    import torch

    right = truth.extract(net, images)
    full = len(images) // batch_size * batch_size
    whole = torch.tensor(images)
    with torch.no_grad():
        maps, logits = net.base(whole), net(whole)
        net.train()  # from here on, running statistics move
        batches = [net.features(part) for part in whole.split(batch_size)]
        at_once = net.features(whole)
    made = {
        "batch norm has used the numbers of each batch (training mode)": (
            torch.cat(batches).numpy()
        ),
        "batch norm has used the numbers of all images (training mode)": (
            at_once.numpy()
        ),
        "the last, smaller batch is missing": right[:full],
        "only the last batch is returned": right[
            -(len(images) % batch_size) :
        ],
        "these are the logits, not the features": logits.numpy(),
        "these are the maps, not their means": maps.numpy(),
    }
    return _wrong_ones(made, right)


@later
def modes(last: int) -> Slips:
    """Slips in what is in evaluation mode."""
    right = truth.modes(last)
    made = {
        "every batch norm is in evaluation mode": right * [1, 0, 0, 0],
        "every batch norm is in training mode": np.ones(len(right)),
        "the whole network is in evaluation mode": np.zeros(len(right)),
        "it is the frozen ones that are in training mode": (
            np.concatenate([[1.0], 1 - right[1:]])
        ),
    }
    return _wrong_ones(made, right)


@later
def moves(keys: list[str], last: int) -> Slips:
    """Slips in what a step of training changes."""
    right = truth.moves(keys, last)
    running = _ends(keys, "running_mean", "running_var", "batches_tracked")
    made = {
        "mean and variance of frozen batch norms have moved": (
            np.maximum(right, running)
        ),
        "mean and variance stand still in the blocks that learn too": (
            right * (1 - running)
        ),
        "everything has moved": np.ones(len(keys)),
        "nothing has moved": np.zeros(len(keys)),
        "only the head has moved": _where(keys, "head."),
        "the head has not moved": right * (1 - _where(keys, "head.")),
    }
    return _wrong_ones(made, right)


@later
def bias_after_step(
    right: np.ndarray, before: np.ndarray, change: np.ndarray, N: int
) -> Slips:
    """Slips in a step; ``change`` is how the bias moved in the step before."""
    moved = right - before
    made = {
        "the gradients of the step before are added": right + change,
        "the loss is summed over the batch, not its mean": before + N * moved,
        "the step goes up, not down": before - moved,
    }
    return _wrong_ones(made, right)


def _where(names: list[str], *beginnings: str) -> np.ndarray:
    return np.array([float(name.startswith(beginnings)) for name in names])


def _ends(names: list[str], *ends: str) -> np.ndarray:
    return np.array([float(name.endswith(ends)) for name in names])


def _norms(names: list[str]) -> np.ndarray:
    return np.array([float(".norm." in name) for name in names])


def _wrong_ones(made: Slips, right: np.ndarray) -> Slips:
    """Leave out what is right here, or equal to a slip named already."""
    kept: Slips = {}
    for words, wrong in made.items():
        others = (right, *kept.values())
        if not any(_same(wrong, other) for other in others):
            kept[words] = wrong
    return kept


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.allclose(a, b)
