"""Networks by name, with what is expected of each."""

from numbers import Integral

import torch
from torch import nn

from cnnlab.models._info import ModelInfo
from cnnlab.models.alexnet import MODELS as ALEXNET
from cnnlab.models.cifar import MODELS as CIFAR
from cnnlab.models.densenet import MODELS as DENSENET
from cnnlab.models.dpn import MODELS as DPN
from cnnlab.models.efficientnet import MODELS as EFFICIENTNET
from cnnlab.models.googlenet import MODELS as GOOGLENET
from cnnlab.models.googlenet_small import MODELS as GOOGLENET_SMALL
from cnnlab.models.lenet import MODELS as LENET
from cnnlab.models.mlp import MODELS as MLP
from cnnlab.models.mobilenet import MODELS as MOBILENET
from cnnlab.models.mobilenet2 import MODELS as MOBILENET2
from cnnlab.models.resnet import MODELS as RESNET
from cnnlab.models.resnet_cifar import MODELS as RESNET_CIFAR
from cnnlab.models.resnext import MODELS as RESNEXT
from cnnlab.models.senet import MODELS as SENET
from cnnlab.models.shufflenet import MODELS as SHUFFLENET
from cnnlab.models.shufflenet2 import MODELS as SHUFFLENET2
from cnnlab.models.small_cnn import MODELS as SMALL_CNN
from cnnlab.models.squeezenet import MODELS as SQUEEZENET
from cnnlab.models.vgg import MODELS as VGG

# Each family declares its own; here is the order of the book.
MODELS: dict[str, ModelInfo] = {
    **MLP,
    **SMALL_CNN,
    **LENET,
    **ALEXNET,
    **VGG,
    **GOOGLENET,
    **GOOGLENET_SMALL,
    **SQUEEZENET,
    **RESNET,
    **RESNET_CIFAR,
    **CIFAR,
    **RESNEXT,
    **DENSENET,
    **DPN,
    **SENET,
    **MOBILENET,
    **MOBILENET2,
    **SHUFFLENET,
    **SHUFFLENET2,
    **EFFICIENTNET,
}


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
    """All networks as lines of text: name, counts, input, title."""
    rows = [("name", "parameters", "MACs", "input", "title")]
    for name, known in MODELS.items():
        size = f"{known.in_channels}x{known.input_size}x{known.input_size}"
        counts = (f"{known.params:,}", f"{known.macs:,}")
        rows.append((name, *counts, size, known.title))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    """Numbers to the right, the first and the last cell to the left."""
    first, *numbers, last = row
    cells = [first.ljust(widths[0])]
    cells += [n.rjust(w) for n, w in zip(numbers, widths[1:], strict=False)]
    return "  ".join([*cells, last])


def build(
    name: str,
    *,
    num_classes: int | None = None,
    in_channels: int | None = None,
) -> nn.Module:
    """A new network; `torch.manual_seed` before it makes it repeatable.

    What is left out is as in the paper: ``info(name)`` says it.

    Raises
    ------
    ValueError
        If there is none of that name, or a count is not 1 or more.

    Examples
    --------
    >>> build("lenet5").fc3
    Linear(in_features=84, out_features=10, bias=True)
    """
    known = info(name)
    if num_classes is None:
        num_classes = known.num_classes
    if in_channels is None:
        in_channels = known.in_channels
    check_count("num_classes", num_classes)
    check_count("in_channels", in_channels)
    net = known.builder(num_classes=num_classes, in_channels=in_channels)
    # Convolutions on a CPU are faster with the channels innermost.
    return net.to(memory_format=torch.channels_last)


def check_count(argument: str, value: int) -> None:
    if not isinstance(value, Integral) or value < 1:
        raise ValueError(
            f"`{argument}` (={value!r}) must be a whole number, 1 or more"
        )
