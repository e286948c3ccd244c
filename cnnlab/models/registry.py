"""Networks by name, with what is expected of each."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from cnnlab.models.lenet import lenet5, lenet5_paper
from cnnlab.models.mlp import mlp
from cnnlab.models.small_cnn import small_cnn

LECUN_1998 = (
    'LeCun et al., "Gradient-based learning applied to document '
    'recognition", 1998'
)


@dataclass(frozen=True)
class ModelInfo:
    """What is known of a network before it is built.

    ``params`` and ``macs`` are for the builder's defaults: one channel, ten
    classes. MACs are those of convolutions and linear layers for one image,
    bias excluded. ``input_size`` is the height and width in pixels.
    """

    builder: Callable[..., nn.Module]
    title: str
    input_size: int
    paper: str
    params: int
    macs: int


MODELS = {
    "mlp": ModelInfo(
        mlp, "MLP 784-512-512-10", 28, "", params=669_706, macs=668_672
    ),
    "small_cnn": ModelInfo(
        small_cnn, "CNN, 2 conv + 2 FC", 28, "",
        params=86_810, macs=1_641_216,
    ),
    "lenet5": ModelInfo(
        lenet5, "LeNet-5 as commonly written", 28, LECUN_1998,
        params=61_706, macs=416_520,
    ),
    # 60,000 and 325,680 without the output, as the paper counts.
    "lenet5_paper": ModelInfo(
        lenet5_paper, "LeNet-5 as published, linear output", 32, LECUN_1998,
        params=60_850, macs=326_520,
    ),
}  # fmt: skip


def names() -> tuple[str, ...]:
    """All that `build` knows."""
    return tuple(MODELS)


def info(name: str) -> ModelInfo:
    """Facts on a network.

    Raises
    ------
    ValueError
        If there is none of that name; the message lists those there are.
    """
    if name not in MODELS:
        raise ValueError(
            f"`name` (={name!r}) must be one of: {', '.join(MODELS)}"
        )
    return MODELS[name]


def table() -> str:
    """All networks as lines of text: name, counts, title."""
    lines = [f"{'name':14}{'parameters':>11}{'MACs':>12}  title"]
    lines += [
        f"{name:14}{known.params:>11,}{known.macs:>12,}  {known.title}"
        for name, known in MODELS.items()
    ]
    return "\n".join(lines)


def build(
    name: str, *, num_classes: int = 10, in_channels: int = 1
) -> nn.Module:
    """A new network; `torch.manual_seed` before it makes it repeatable.

    Examples
    --------
    >>> build("lenet5").fc3
    Linear(in_features=84, out_features=10, bias=True)
    """
    builder = info(name).builder
    net = builder(num_classes=num_classes, in_channels=in_channels)
    # Convolutions on a CPU are faster with the channels innermost.
    return net.to(memory_format=torch.channels_last)
