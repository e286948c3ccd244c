"""Networks by name, with what is expected of each."""

import torch
from torch import nn

from cnnlab.models._info import ModelInfo
from cnnlab.models.lenet import MODELS as LENET
from cnnlab.models.mlp import MODELS as MLP
from cnnlab.models.small_cnn import MODELS as SMALL_CNN

# Each family declares its own; here is the order of the book.
MODELS: dict[str, ModelInfo] = {**MLP, **SMALL_CNN, **LENET}


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
    name: str,
    *,
    num_classes: int | None = None,
    in_channels: int | None = None,
) -> nn.Module:
    """A new network; `torch.manual_seed` before it makes it repeatable.

    What is left out is as in the paper: ``info(name)`` says it.

    Examples
    --------
    >>> build("lenet5").fc3
    Linear(in_features=84, out_features=10, bias=True)
    """
    known = info(name)
    net = known.builder(
        num_classes=known.num_classes if num_classes is None else num_classes,
        in_channels=known.in_channels if in_channels is None else in_channels,
    )
    # Convolutions on a CPU are faster with the channels innermost.
    return net.to(memory_format=torch.channels_last)
