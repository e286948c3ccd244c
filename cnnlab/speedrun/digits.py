"""MNIST and Fashion-MNIST in seconds, on two CPU cores.

>>> from cnnlab.speedrun import accuracy, digits
>>> run = digits.train(digits.RECIPES["mnist"], (x, y))  # doctest: +SKIP
>>> run.seconds, accuracy(run.net, test, looks=1)  # doctest: +SKIP

What it does against page 09's way, and why: the first layer is computed
from patches and never trained; convolutions compute in bf16, where the CPU
has it, on maps that hold their channels last; Nesterov's momentum with a
large rate that warms up and falls to 0; labels that are not quite sure;
and, for clothes, an image and its mirror image in turn, and after the first
epoch none but the images that were hard.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnlab.speedrun import augment
from cnnlab.speedrun._digits_net import DigitsNet
from cnnlab.speedrun.loop import check_part
from cnnlab.speedrun.optimize import triangle
from cnnlab.speedrun.prepare import Part
from cnnlab.speedrun.recipe import check_lengths
from cnnlab.train.device import autocast, pick_precision

CPU = torch.device("cpu")


@dataclass(frozen=True)
class DigitsRecipe:
    """All that decides a fast run, besides the data and the seed.

    Parameters
    ----------
    widths : channels of the whitening layer and of each block.
    epochs : passes over the images; need not be whole.
    batch_size : images a step.
    lr : largest learning rate. It looks large since the scores are
        multiplied by 0.11, which makes gradients as much smaller.
    momentum : share of the last step that is kept, after Nesterov.
    weight_decay : share of each weight, times ``lr``, lost in a step.
    label_smoothing : probability that is taken from the label and given
        to all ten classes.
    warm_up : share of the steps in which the rate climbs from 0.
    mirror : swap left and right every second time that an image is shown,
        half the images beginning swapped.
    hardest : share of the images that each epoch but the first takes:
        those whose loss was largest when they were last shown (Jiang et
        al., arXiv:1910.00762, the form without a new forward pass).
        ``epochs`` counts steps all the same: so many as it would take to
        show all the images so often.
    """

    widths: tuple[int, ...]
    epochs: float
    batch_size: int = 128
    lr: float = 0.5
    momentum: float = 0.9
    weight_decay: float = 2e-4
    label_smoothing: float = 0.1
    warm_up: float = 0.15
    mirror: bool = False
    hardest: float = 1.0

    def __post_init__(self) -> None:
        check_lengths(self.epochs, self.batch_size)
        if not 0 < self.hardest <= 1:
            raise ValueError(
                f"`hardest` (={self.hardest}) must be above 0 and at most 1: "
                "the share of the images that an epoch takes"
            )


RECIPES = {
    "mnist": DigitsRecipe(widths=(16, 32, 64), epochs=1),
    "fashion_mnist": DigitsRecipe(
        widths=(24, 48, 64, 64),
        epochs=3,
        batch_size=96,
        lr=0.75,
        mirror=True,
        hardest=0.35,
    ),
}


@dataclass(frozen=True)
class FastRun:
    """A trained network, the seconds it took, and the mean loss a step.

    ``seconds`` count the whitening and all steps, not reading the data.
    """

    net: DigitsNet
    seconds: float
    losses: tuple[float, ...]


def train(
    recipe: DigitsRecipe,
    part: Part,
    seed: int = 0,
    precision: str = "auto",
) -> FastRun:
    """Train a fresh network on the CPU, by the clock.

    Parameters
    ----------
    part : normalized images ``(N, 1, H, W)``, and their classes ``(N,)``.
    precision : ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the CPU
        computes it natively.

    Raises
    ------
    ValueError
        If there are fewer images, or hard ones, than one batch takes.
    """
    check_part(part, recipe.batch_size)
    _check_hardest(recipe, len(part[0]))
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    start = perf_counter()
    net = _fresh(recipe, part[0])
    losses = _steps(net, recipe, part, generator, precision)
    return FastRun(net, perf_counter() - start, losses)


def _check_hardest(recipe: DigitsRecipe, N: int) -> None:
    """Whether the hard images fill a batch."""
    count = round(recipe.hardest * N)
    if count < recipe.batch_size:
        raise ValueError(
            f"`hardest` (={recipe.hardest}) of {N} images is {count}, fewer "
            f"than `batch_size` (={recipe.batch_size}): take a larger share, "
            "or a smaller batch"
        )


def _fresh(recipe: DigitsRecipe, x: Tensor) -> DigitsNet:
    net = DigitsNet(recipe.widths, x.shape[-1])
    net.whiten_by(x)
    # Maps take over the order of the kernels that they come from.
    return net.to(memory_format=torch.channels_last)


def _steps(
    net: DigitsNet,
    recipe: DigitsRecipe,
    part: Part,
    generator: torch.Generator,
    precision: str,
) -> tuple[float, ...]:
    """All steps of a run; the loss of each."""
    optimizer = torch.optim.SGD(
        [p for p in net.parameters() if p.requires_grad],
        lr=recipe.lr,
        momentum=recipe.momentum,
        weight_decay=recipe.weight_decay,
        nesterov=True,
    )
    steps = math.ceil(recipe.epochs * (len(part[0]) // recipe.batch_size))
    last = torch.full((len(part[0]),), math.inf)  # loss of each image
    stream = batches(part, recipe, generator, last)
    precision = pick_precision(precision, CPU)
    losses = []
    for step in range(steps):
        images, labels, chosen = next(stream)
        rate = recipe.lr * triangle(step / steps, 0, recipe.warm_up, 0)
        optimizer.param_groups[0]["lr"] = rate
        with autocast(CPU, precision):
            scores = net(images)
        each = F.cross_entropy(
            scores.float(),
            labels,
            label_smoothing=recipe.label_smoothing,
            reduction="none",
        )
        last[chosen] = each.detach()
        loss = each.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return tuple(losses)


def batches(
    part: Part,
    recipe: DigitsRecipe,
    generator: torch.Generator,
    last: Tensor,
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Images, classes and indices of batches without end.

    Each epoch has a new order. What is left of it and fills no batch is
    left out of it.

    Parameters
    ----------
    last : ``(N,)``, the loss of each image when it was last shown, infinite
        before. The caller keeps it; an epoch after the first begins by
        looking which are the largest.
    """
    x, y = part
    size, taken = recipe.batch_size, torch.arange(len(x))
    sides = augment.first_side(len(x), generator)
    while True:
        order = taken[torch.randperm(len(taken), generator=generator)]
        for chosen in order[: len(order) - len(order) % size].split(size):
            images = x[chosen]
            if recipe.mirror:
                images = augment.flip(images, sides[chosen])
                sides[chosen] = ~sides[chosen]
            yield images, y[chosen], chosen
        taken = largest(last, recipe.hardest)


def largest(values: Tensor, share: float) -> Tensor:
    """Rising indices of the largest ``share`` of ``values`` ``(N,)``."""
    count = round(share * len(values))
    return values.topk(count).indices.sort().values
