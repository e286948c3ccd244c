"""Residual blocks: what ResNet, ResNeXt and SE-ResNet are made of.

He, Zhang, Ren and Sun, "Deep residual learning for image recognition",
CVPR 2016: figures 2 and 5, and the options A and B of section 4.1.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence

import torch.nn.functional as F
from torch import Tensor, nn

Block = Callable[[int, int, int], nn.Module]  # in_channels, width, stride
Extra = Callable[[int], nn.Module]  # channels


class PadShortcut(nn.Module):
    """Option A: every second pixel, and new channels of zeros. No weights."""

    def __init__(self, in_channels: int, out_channels: int, stride: int):
        super().__init__()
        self.added = out_channels - in_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return F.pad(x, (0, 0, 0, 0, 0, self.added))


def make_shortcut(
    kind: str, in_channels: int, out_channels: int, stride: int
) -> nn.Module | None:
    """What carries the input to the sum.

    The identity wherever the shape stays. Where it changes: ``"projection"``
    is a 1x1 convolution (option B), ``"pad"`` has no weights (option A).
    ``"none"`` is a plain network: there is no sum.
    """
    if kind not in ("projection", "pad", "none"):
        raise ValueError(
            f"`kind` (={kind!r}) must be 'projection', 'pad' or 'none'"
        )
    if kind == "none":
        return None
    if stride == 1 and in_channels == out_channels:
        return nn.Identity()
    if kind == "pad":
        return PadShortcut(in_channels, out_channels, stride)
    conv = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
    layers = [("conv", conv), ("bn", nn.BatchNorm2d(out_channels))]
    return nn.Sequential(OrderedDict(layers))


class ResidualBlock(nn.Module):
    """``relu(F(x) + x)``; F is ``residual``, x comes by ``shortcut``.

    Parameters
    ----------
    layers : the layers of F in order, by name.
    shortcut : None for a plain block, ``relu(F(x))``.
    extra : makes a module for the channels of F(x), put at the end of F.
    """

    def __init__(
        self,
        layers: dict[str, nn.Module],
        shortcut: nn.Module | None,
        out_channels: int,
        extra: Extra | None = None,
    ) -> None:
        super().__init__()
        self.out_channels = out_channels
        if extra is not None:
            layers = layers | {"extra": extra(out_channels)}
        self.residual = nn.Sequential(OrderedDict(layers))
        self.shortcut = shortcut
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        y = self.residual(x)
        if self.shortcut is not None:
            y = y + self.shortcut(x)
        return self.relu(y)


class BasicBlock(ResidualBlock):
    """Two 3x3 convolutions: ResNet-18, -34, and all of section 4.2."""

    def __init__(
        self,
        in_channels: int,
        width: int,
        stride: int = 1,
        *,
        shortcut: str = "projection",
        extra: Extra | None = None,
    ) -> None:
        layers = {
            "conv1": conv3x3(in_channels, width, stride),
            "bn1": nn.BatchNorm2d(width),
            "relu": nn.ReLU(),
            "conv2": conv3x3(width, width),
            "bn2": nn.BatchNorm2d(width),
        }
        carried = make_shortcut(shortcut, in_channels, width, stride)
        super().__init__(layers, carried, width, extra)


class Bottleneck(ResidualBlock):
    """1x1 down to ``middle`` channels, 3x3, 1x1 up to four times ``width``.

    Parameters
    ----------
    middle : channels of the 3x3; ``width`` of them if None.
    groups : of the 3x3, more than 1 in ResNeXt.
    stride_on : "3x3", or "1x1" as in the paper of ResNet.
    """

    EXPANSION = 4

    def __init__(
        self,
        in_channels: int,
        width: int,
        stride: int = 1,
        *,
        middle: int | None = None,
        groups: int = 1,
        stride_on: str = "3x3",
        extra: Extra | None = None,
    ) -> None:
        if stride_on not in ("1x1", "3x3"):
            raise ValueError(
                f"`stride_on` (={stride_on!r}) must be '1x1' or '3x3'"
            )
        middle = middle or width
        out_channels = self.EXPANSION * width
        first, second = (stride, 1) if stride_on == "1x1" else (1, stride)
        layers = {
            "conv1": nn.Conv2d(in_channels, middle, 1, first, bias=False),
            "bn1": nn.BatchNorm2d(middle),
            "relu1": nn.ReLU(),
            "conv2": conv3x3(middle, middle, second, groups),
            "bn2": nn.BatchNorm2d(middle),
            "relu2": nn.ReLU(),
            "conv3": nn.Conv2d(middle, out_channels, 1, bias=False),
            "bn3": nn.BatchNorm2d(out_channels),
        }
        carried = make_shortcut(
            "projection", in_channels, out_channels, stride
        )
        super().__init__(layers, carried, out_channels, extra)


def conv3x3(
    in_channels: int, out_channels: int, stride: int = 1, groups: int = 1
) -> nn.Conv2d:
    """Same padding, and no bias: batch norm brings one."""
    return nn.Conv2d(
        in_channels, out_channels, 3, stride, 1, groups=groups, bias=False
    )


def make_stage(
    block: Block, in_channels: int, width: int, count: int, stride: int
) -> nn.Sequential:
    """``count`` blocks in a row; the first halves the map if stride is 2."""
    blocks = [block(in_channels, width, stride)]
    while len(blocks) < count:
        blocks.append(block(blocks[-1].out_channels, width, 1))
    return nn.Sequential(*blocks)


def make_stages(
    block: Block,
    in_channels: int,
    widths: Sequence[int],
    counts: Sequence[int],
) -> list[nn.Sequential]:
    """Stages that follow each other; all but the first halve the map."""
    stages = []
    for width, count in zip(widths, counts, strict=True):
        stride = 2 if stages else 1
        stages.append(make_stage(block, in_channels, width, count, stride))
        in_channels = stages[-1][-1].out_channels
    return stages


def start_by_he(module: nn.Module) -> None:
    """He's rule for convolutions: variance 2 / fan-in; no biases here."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
