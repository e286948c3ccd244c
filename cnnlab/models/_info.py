"""What the registry knows of a network."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class ModelInfo:
    """What is known of a network before it is built.

    ``params`` and ``macs`` are for the builder's defaults, which are
    ``in_channels`` and ``num_classes``. MACs are those of convolutions and
    linear layers for one image, bias excluded. ``input_size`` is the height
    and width in pixels; ``smallest`` is the least that the network takes,
    the same where it takes nothing else. ``source`` says where the expected
    counts come from.
    """

    builder: Callable[..., nn.Module]
    title: str
    input_size: int
    paper: str
    params: int
    macs: int
    in_channels: int = 1
    num_classes: int = 10
    smallest: int | None = None
    source: str = ""
