"""VGG: nothing but 3x3 convolutions, many of them.

Simonyan and Zisserman, "Very deep convolutional networks for large-scale
image recognition", ICLR 2015; configurations D and E of its table 1.

=======  ==========================  =============  ============  =========
block    VGG-16 (D)                  pooled output    parameters       GMAC
=======  ==========================  =============  ============  =========
block1   2 x conv3-64                64 x 112 x 112       38,720      1.936
block2   2 x conv3-128               128 x 56 x 56       221,440      2.775
block3   3 x conv3-256               256 x 28 x 28     1,475,328      4.624
block4   3 x conv3-512               512 x 14 x 14     5,899,776      4.624
block5   3 x conv3-512               512 x 7 x 7       7,079,424      1.387
fc6      25088 to 4096                               102,764,544      0.103
fc7      4096 to 4096                                 16,781,312      0.017
fc8      4096 to 1000                                  4,097,000      0.004
=======  ==========================  =============  ============  =========

VGG-19 (E) has four convolutions in each of the last three blocks.

Where this differs from the paper
---------------------------------
Weights start by He's rule. The authors trained a shallower network first
and started the deeper ones from its layers; they note later that Glorot's
rule makes that unnecessary. The paper has no batch normalization; with
``_bn`` it stands between each convolution and its ReLU, as in torchvision.
An average pooling makes any last map 7 x 7, which does nothing at 224
pixels. An odd map keeps its border in the pooling; at 224 none is odd.

`vgg_small` is ours, for pictures of 28 or 32 pixels.
"""

from collections import OrderedDict
from collections.abc import Sequence

from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._info import ModelInfo

# Table 1: for each block its filters and its number of convolutions.
VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
VGG19 = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))
# Ours: three blocks, about 5 million MACs on a digit.
SMALL = ((16, 2), (24, 2), (48, 2))


def vgg_block(
    in_channels: int, filters: int, depth: int, batch_norm: bool = False
) -> nn.Sequential:
    """``depth`` times CONV-RELU with a padding of 1, then 2x2 pooling."""
    layers = OrderedDict()
    for k in range(1, depth + 1):
        layers[f"conv{k}"] = nn.Conv2d(in_channels, filters, 3, padding=1)
        if batch_norm:
            layers[f"norm{k}"] = nn.BatchNorm2d(filters)
        layers[f"relu{k}"] = nn.ReLU()
        in_channels = filters
    layers["pool"] = nn.MaxPool2d(2, ceil_mode=True)
    return nn.Sequential(layers)


class VGG(nn.Module):
    """Blocks of 3x3 convolutions, then three fully connected layers.

    Parameters
    ----------
    table : for each block its filters and its number of convolutions.
    units : of fc6 and of fc7 each.
    side : height and width of the last map, in units.
    batch_norm : normalize before each ReLU of a block.
    """

    def __init__(
        self,
        table: Sequence[tuple[int, int]],
        in_channels: int = 3,
        num_classes: int = 1000,
        *,
        units: int = 4096,
        side: int = 7,
        smallest: int = 32,
        batch_norm: bool = False,
    ) -> None:
        super().__init__()
        self.in_channels, self.smallest = in_channels, smallest
        self.blocks = nn.Sequential()
        channels = in_channels
        for k, (filters, depth) in enumerate(table, 1):
            block = vgg_block(channels, filters, depth, batch_norm)
            self.blocks.add_module(f"block{k}", block)
            channels = filters
        self.resize = nn.AdaptiveAvgPool2d(side)
        self.fc6 = nn.Linear(channels * side**2, units)
        self.fc7 = nn.Linear(units, units)
        self.fc8 = nn.Linear(units, num_classes)
        self.act, self.drop = nn.ReLU(), nn.Dropout(0.5)
        self.apply(_init_by_he)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes in the comments are those of VGG-16 and VGG-19."""
        check_images(x, self.in_channels, self.smallest)  # (N, 3, 224, 224)
        x = self.blocks(x)  # (N, 512, 7, 7)
        x = self.resize(x)  # (N, 512, 7, 7)
        x = x.flatten(1)  # (N, 25088)
        x = self.drop(self.act(self.fc6(x)))  # (N, 4096)
        x = self.drop(self.act(self.fc7(x)))  # (N, 4096)
        return self.fc8(x)  # (N, num_classes)


def vgg16(*, num_classes: int = 1000, in_channels: int = 3) -> VGG:
    """13 convolutional and 3 fully connected layers."""
    return VGG(VGG16, in_channels, num_classes)


def vgg19(*, num_classes: int = 1000, in_channels: int = 3) -> VGG:
    """16 convolutional and 3 fully connected layers."""
    return VGG(VGG19, in_channels, num_classes)


def vgg16_bn(*, num_classes: int = 1000, in_channels: int = 3) -> VGG:
    """VGG-16 with batch normalization."""
    return VGG(VGG16, in_channels, num_classes, batch_norm=True)


def vgg19_bn(*, num_classes: int = 1000, in_channels: int = 3) -> VGG:
    """VGG-19 with batch normalization."""
    return VGG(VGG19, in_channels, num_classes, batch_norm=True)


def vgg_small(*, num_classes: int = 10, in_channels: int = 3) -> VGG:
    """Three blocks of two, for pictures of 28x28 or 32x32."""
    return VGG(SMALL, in_channels, num_classes, units=128, side=4, smallest=8)


def _init_by_he(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(module.bias)


SIMONYAN_2015 = (
    'Simonyan and Zisserman, "Very deep convolutional networks for '
    'large-scale image recognition", 2015'
)
COMMON = {
    "in_channels": 3, "num_classes": 1000, "smallest": 32,
    "source": "torchvision",
}  # fmt: skip

MODELS = {
    "vgg16": ModelInfo(
        vgg16, "VGG-16", 224, SIMONYAN_2015,
        params=138_357_544, macs=15_470_264_320, **COMMON,
    ),
    "vgg19": ModelInfo(
        vgg19, "VGG-19", 224, SIMONYAN_2015,
        params=143_667_240, macs=19_632_062_464, **COMMON,
    ),
    "vgg16_bn": ModelInfo(
        vgg16_bn, "VGG-16 with batch norm", 224, SIMONYAN_2015,
        params=138_365_992, macs=15_470_264_320, **COMMON,
    ),
    "vgg19_bn": ModelInfo(
        vgg19_bn, "VGG-19 with batch norm", 224, SIMONYAN_2015,
        params=143_678_248, macs=19_632_062_464, **COMMON,
    ),
    "vgg_small": ModelInfo(
        vgg_small, "VGG for 28 to 32 pixels", 32, SIMONYAN_2015,
        params=158_890, macs=7_120_128, in_channels=3, smallest=8,
    ),
}  # fmt: skip
