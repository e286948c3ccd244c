"""SqueezeNet 1.0: the accuracy of AlexNet with 50 times fewer parameters.

Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, "SqueezeNet:
AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
2016, table 1.

=============  ========================  =============  ==========
layer                                    output         parameters
=============  ========================  =============  ==========
conv1          7x7, stride 2, pooled     96 x 54 x 54       14,208
fire2, fire3   squeeze to 16             128 x 54 x 54      24,352
fire4          squeeze to 32, pooled     256 x 27 x 27      45,344
fire5          squeeze to 32             256 x 27 x 27      49,440
fire6, fire7   squeeze to 48             384 x 27 x 27     215,904
fire8          squeeze to 64, pooled     512 x 13 x 13     188,992
fire9          squeeze to 64             512 x 13 x 13     197,184
conv10         1x1, averaged             1000              513,000
=============  ========================  =============  ==========

Where this differs from the paper
---------------------------------
The paper's sizes (111 x 111 behind conv1) need 227 pixels and its text
says 224; without padding as here, 224 give 109. An odd map keeps its
border in the pooling, as in the authors' code. Its compression of the
trained weights is not here. `squeezenet_small` is ours: three
eighths of the filters, and a first layer of 3x3 and stride 1, for pictures
of 28 or 32 pixels.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._info import ModelInfo

# Table 1: filters of the squeeze, of the expand 1x1, of the expand 3x3.
TABLE = {
    "fire2": (16, 64, 64),
    "fire3": (16, 64, 64),
    "fire4": (32, 128, 128),
    "fire5": (32, 128, 128),
    "fire6": (48, 192, 192),
    "fire7": (48, 192, 192),
    "fire8": (64, 256, 256),
    "fire9": (64, 256, 256),
}
SMALL = {
    name: tuple(3 * filters // 8 for filters in row)
    for name, row in TABLE.items()
}


def halve() -> nn.MaxPool2d:
    """Half the height and width, by windows that overlap."""
    return nn.MaxPool2d(3, stride=2, ceil_mode=True)


class Fire(nn.Module):
    """A 1x1 convolution makes few maps; 1x1 and 3x3 make many of them."""

    def __init__(
        self, in_channels: int, squeeze: int, expand1: int, expand3: int
    ) -> None:
        super().__init__()
        self.out_channels = expand1 + expand3
        self.squeeze = nn.Conv2d(in_channels, squeeze, 1)
        self.expand1 = nn.Conv2d(squeeze, expand1, 1)
        self.expand3 = nn.Conv2d(squeeze, expand3, 3, padding=1)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.squeeze(x))  # few channels
        x = torch.cat([self.expand1(x), self.expand3(x)], dim=1)
        return self.act(x)  # (N, expand1 + expand3, H, W)


class SqueezeNet(nn.Module):
    """A convolution, eight fire modules, a convolution; no FC layer.

    stem : the first convolution, a layer that gives ``stem.out_channels``.
    table : filters of the modules fire2 to fire9.
    smallest : from this height and width on a map is left at every pooling.
    """

    def __init__(
        self,
        stem: nn.Conv2d,
        num_classes: int = 1000,
        table: Mapping[str, tuple[int, int, int]] = TABLE,
        smallest: int = 21,
    ) -> None:
        super().__init__()
        self.smallest = smallest
        self.conv1 = stem
        channels = stem.out_channels
        for name, row in table.items():
            fire = Fire(channels, *row)
            self.add_module(name, fire)
            channels = fire.out_channels
        self.pool1, self.pool4, self.pool8 = halve(), halve(), halve()
        self.drop = nn.Dropout(0.5)
        self.conv10 = nn.Conv2d(channels, num_classes, 1)
        self.act = nn.ReLU()
        self.average = nn.AdaptiveAvgPool2d(1)
        self.apply(_init_by_he)
        # By He's rule a class would start with logits of several units.
        nn.init.normal_(self.conv10.weight, std=0.01)

    def forward(self, x: Tensor) -> Tensor:
        # (N, 3, 224, 224)
        check_images(x, self.conv1.in_channels, self.smallest)
        x = self.pool1(self.act(self.conv1(x)))  # (N, 96, 54, 54)
        x = self.fire3(self.fire2(x))  # (N, 128, 54, 54)
        x = self.pool4(self.fire4(x))  # (N, 256, 27, 27)
        x = self.fire5(x)  # (N, 256, 27, 27)
        x = self.fire7(self.fire6(x))  # (N, 384, 27, 27)
        x = self.pool8(self.fire8(x))  # (N, 512, 13, 13)
        x = self.drop(self.fire9(x))  # (N, 512, 13, 13)
        x = self.act(self.conv10(x))  # (N, num_classes, 13, 13)
        return self.average(x).flatten(1)  # (N, num_classes)


def squeezenet(*, num_classes: int = 1000, in_channels: int = 3) -> SqueezeNet:
    """SqueezeNet 1.0, for pictures of 21x21 and more."""
    return SqueezeNet(nn.Conv2d(in_channels, 96, 7, stride=2), num_classes)


def squeezenet_small(
    *, num_classes: int = 10, in_channels: int = 3
) -> SqueezeNet:
    """For small pictures, of 8x8 and more."""
    stem = nn.Conv2d(in_channels, 32, 3, padding=1)
    return SqueezeNet(stem, num_classes, SMALL, smallest=8)


def _init_by_he(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(module.bias)


PAPER = (
    'Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer '
    'parameters and <0.5MB model size", 2016'
)
MODELS = {
    "squeezenet": ModelInfo(
        squeezenet, "SqueezeNet 1.0", 224, PAPER,
        params=1_248_424, macs=818_924_576,
        in_channels=3, num_classes=1000, smallest=21, source="torchvision",
    ),
    "squeezenet_small": ModelInfo(
        squeezenet_small, "SqueezeNet, 3/8 wide, for 32x32", 32, PAPER,
        params=104_898, macs=7_913_472,
        in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
