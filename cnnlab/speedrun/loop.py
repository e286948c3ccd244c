"""One fast run, the same code on a CPU and on a GPU.

>>> from cnnlab.speedrun import CIFAR10, train
>>> run = train(CIFAR10, (x, y), device="cuda")  # doctest: +SKIP
>>> run.seconds, accuracy(run.net, test)  # doctest: +SKIP
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import torch
import torch.nn.functional as F
from torch import nn

from cnnlab.speedrun import augment
from cnnlab.speedrun.network import SpeedNet, scores
from cnnlab.speedrun.optimize import Muon, split_parameters, triangle
from cnnlab.speedrun.prepare import Part
from cnnlab.speedrun.recipe import Recipe
from cnnlab.train.device import autocast, pick_device, pick_precision

LOOK_BACK = 5  # steps between two looks at the slow average


@dataclass(frozen=True)
class Run:
    """A trained network, its seconds, and the mean loss of each epoch.

    ``seconds`` count everything from the whitening to the last step, on
    data that is on the device already; not the look at the test images.
    """

    net: SpeedNet
    seconds: float
    losses: tuple[float, ...]


def train(
    recipe: Recipe,
    part: Part,
    seed: int = 0,
    device: str = "auto",
    precision: str = "auto",
) -> Run:
    """Train a fresh network by the clock.

    Parameters
    ----------
    part : normalized images ``(N, C, 32, 32)``, and their classes ``(N,)``.
    device, precision : as in `cnnlab.train.TrainConfig`.

    Raises
    ------
    ValueError
        If there are fewer images than one batch takes.
    """
    check_part(part, recipe.batch_size)
    where = pick_device(device)
    x, y = (values.to(where) for values in part)
    torch.manual_seed(seed)
    start = now(where)
    net = SpeedNet(
        recipe.widths, in_channels=x.shape[1], stride=recipe.stride
    ).to(where)
    net.whiten_by(x)
    net = net.to(memory_format=torch.channels_last)
    losses = _steps(
        net, recipe, (x, y), seed, pick_precision(precision, where)
    )
    return Run(net, now(where) - start, losses)


def check_part(part: Part, batch_size: int) -> None:
    """Whether there are images for one batch."""
    if len(part[0]) < batch_size:
        raise ValueError(
            f"`part` has {len(part[0])} images, fewer than `batch_size` "
            f"(={batch_size}): use a smaller one"
        )


def now(device: torch.device) -> float:
    """Seconds of a clock, after the device has done all it was asked."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return perf_counter()


def _steps(
    net: SpeedNet, recipe: Recipe, part: Part, seed: int, precision: str
) -> tuple[float, ...]:
    """All steps of a run; the mean loss of each epoch."""
    an_epoch = len(part[0]) // recipe.batch_size
    steps = math.ceil(recipe.epochs * an_epoch)
    optimizers = _optimizers(net, recipe)
    slow = _SlowAverage(net) if recipe.lookahead else None
    losses = torch.zeros(math.ceil(steps / an_epoch), device=part[0].device)
    for step, (images, labels) in zip(
        range(steps), batches(part, recipe, seed), strict=False
    ):
        epoch = step // an_epoch
        net.whiten.bias.requires_grad_(epoch < recipe.whiten_bias_epochs)
        _set_rates(optimizers, recipe, step / steps)
        with autocast(images.device, precision):
            logits = net(images)
        loss = F.cross_entropy(
            logits.float(), labels, label_smoothing=recipe.label_smoothing
        )
        net.zero_grad(set_to_none=True)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses[epoch] += loss.detach()
        if slow and (step + 1) % LOOK_BACK == 0:
            slow.pull(0.95**LOOK_BACK * ((step + 1) / steps) ** 3)
    if slow and steps >= LOOK_BACK:  # before, the average is the beginning
        slow.pull(1.0)
    counts = [min(an_epoch, steps - k * an_epoch) for k in range(len(losses))]
    return tuple((losses.cpu() / torch.tensor(counts)).tolist())


def batches(part: Part, recipe: Recipe, seed: int) -> Iterator[Part]:
    """Batches without end: a new order, sides and places in each epoch."""
    x, y = part
    # On the CPU, so that a seed means the same on every device.
    generator = torch.Generator().manual_seed(seed)
    first = augment.first_side(len(x), generator)
    framed = augment.reflect(x, recipe.border)
    N, size, epoch = len(x), recipe.batch_size, 0
    while True:
        order = torch.randperm(N, generator=generator)
        corners = augment.random_corners(N, recipe.border, generator)
        sides = augment.mirrored(first, epoch)
        for chosen in order[: N - N % size].split(size):
            here, side, at = (
                values.to(x.device)
                for values in (chosen, sides[chosen], corners[chosen])
            )
            images = augment.crop(framed[here], at, x.shape[-1])
            yield augment.flip(images, side), y[here]
        epoch += 1


def _optimizers(net: SpeedNet, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Rates and decays of the recipe in the units of `torch.optim.SGD`."""
    # A constant gradient is stepped 1 + 1 / (1 - m) times under Nesterov.
    gain = 1 + 1 / (1 - recipe.momentum)
    share = recipe.batch_size / 1024
    # The loss here is a mean over the batch, the recipe's is a sum.
    lr = recipe.lr * share / gain
    decay = recipe.weight_decay * share / gain
    biases, kernels, others = split_parameters(net)
    by_muon = recipe.optimizer == "muon"
    groups = [
        {"params": biases, "lr": lr * recipe.bias_factor},
        {"params": others if by_muon else kernels + others, "lr": lr},
    ]
    for group in groups:
        group["weight_decay"] = decay / group["lr"]
    sgd = torch.optim.SGD(groups, momentum=recipe.momentum, nesterov=True)
    if not by_muon:
        return _remember_rates([sgd])
    muon = Muon(kernels, recipe.muon_lr, recipe.muon_momentum)
    return _remember_rates([sgd, muon])


def _remember_rates(
    optimizers: list[torch.optim.Optimizer],
) -> list[torch.optim.Optimizer]:
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["largest"] = group["lr"]
    return optimizers


def _set_rates(
    optimizers: list[torch.optim.Optimizer], recipe: Recipe, done: float
) -> None:
    share = triangle(done, recipe.start, recipe.peak, recipe.end)
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["largest"] * share


class _SlowAverage:
    """Weights that follow slowly, and pull the fast ones back to them."""

    def __init__(self, net: nn.Module) -> None:
        self.fast = [
            value for value in net.state_dict().values() if value.ndim
        ]
        self.slow = [value.clone() for value in self.fast]

    @torch.no_grad()
    def pull(self, keep: float) -> None:
        """The average keeps this share of itself; the net takes its place."""
        for slow, fast in zip(self.slow, self.fast, strict=True):
            slow.lerp_(fast, 1 - keep)
            fast.copy_(slow)


@torch.no_grad()
def accuracy(
    net: nn.Module,
    part: Part,
    looks: int = 0,
    precision: str = "auto",
    batch_size: int = 2000,
) -> float:
    """Share of images whose class has the highest score.

    The network is left as it was found.
    """
    device = next(net.parameters()).device
    was_training = net.training
    net.eval()
    hits = 0
    pieces = zip(
        part[0].split(batch_size), part[1].split(batch_size), strict=True
    )
    for x, y in pieces:
        x = x.to(device).contiguous(memory_format=torch.channels_last)
        with autocast(device, pick_precision(precision, device)):
            found = scores(net, x, looks)
        hits += (found.argmax(1) == y.to(device)).sum().item()
    net.train(was_training)
    return hits / len(part[1])
