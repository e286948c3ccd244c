"""DenseNet: every layer sees what all layers before it have found.

Huang, Liu, van der Maaten and Weinberger, "Densely connected convolutional
networks", CVPR 2017. The variant BC: a bottleneck in each layer, and
transitions that halve the channels. Its table 1 for DenseNet-121, k = 32:

====================  ==============================  ================
layers                                                output
====================  ==============================  ================
convolution           7x7, stride 2                   64 x 112 x 112
pooling               3x3 max, stride 2               64 x 56 x 56
dense block 1         [1x1, 3x3] x 6                  256 x 56 x 56
transition 1          1x1, 2x2 average, stride 2      128 x 28 x 28
dense block 2         [1x1, 3x3] x 12                 512 x 28 x 28
transition 2          1x1, 2x2 average, stride 2      256 x 14 x 14
dense block 3         [1x1, 3x3] x 24                 1024 x 14 x 14
transition 3          1x1, 2x2 average, stride 2      512 x 7 x 7
dense block 4         [1x1, 3x3] x 16                 1024 x 7 x 7
classification        global average, linear          1000
====================  ==============================  ================

Where this differs from the paper
---------------------------------
The linear layer's weights start as PyTorch starts them. The paper drops a
fifth of each layer's output where the data are not augmented; this does not.
`densenet_small` is the paper's network of depth 40 with k = 12 for CIFAR,
in the variant BC, for which the paper prints deeper ones only.
"""

import torch
from torch import Tensor, nn

from cnnlab.models._blocks import NormConv, check_images, pooled_stem
from cnnlab.models._info import ModelInfo

# Layers in each dense block, and what each of them adds: k of the paper.
BLOCKS_121, GROWTH_121 = (6, 12, 24, 16), 32
BLOCKS_SMALL, GROWTH_SMALL = (6, 6, 6), 12
BOTTLENECK = 4  # channels of the 1x1, in units of k


class DenseLayer(nn.Module):
    """``[x, H(x)]``: the input, and ``growth`` new channels beside it.

    H is BN-ReLU-conv 1x1, then BN-ReLU-conv 3x3. The 1x1 keeps the cost of
    the 3x3 the same however many channels have been collected.
    """

    def __init__(self, in_channels: int, growth: int) -> None:
        super().__init__()
        middle = BOTTLENECK * growth
        self.bottleneck = NormConv(in_channels, middle, 1)
        self.grow = NormConv(middle, growth, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = self.bottleneck(x)  # (N, 4 growth, H, W)
        y = self.grow(y)  # (N, growth, H, W)
        return torch.cat([x, y], dim=1)  # (N, C + growth, H, W)


class Transition(nn.Sequential):
    """Between dense blocks: half the channels, half the height and width."""

    def __init__(self, in_channels: int) -> None:
        super().__init__()
        self.out_channels = in_channels // 2
        self.squeeze = NormConv(in_channels, self.out_channels, 1)
        self.pool = nn.AvgPool2d(2)


def dense_block(in_channels: int, layers: int, growth: int) -> nn.Sequential:
    """``layers`` in a row: ``in_channels + layers * growth`` come out."""
    return nn.Sequential(
        *(DenseLayer(in_channels + i * growth, growth) for i in range(layers))
    )


class DenseNet(nn.Module):
    """A stem, dense blocks with transitions between them, one linear layer.

    Parameters
    ----------
    stem : what comes before the first block; it gives ``channels``.
    blocks : layers of each dense block.
    growth : channels that a layer adds, k of the paper.
    smallest : least height and width of an image, in pixels.
    """

    def __init__(
        self,
        stem: nn.Module,
        channels: int,
        blocks: tuple[int, ...],
        growth: int,
        in_channels: int = 3,
        num_classes: int = 1000,
        smallest: int = 32,
    ) -> None:
        super().__init__()
        self.in_channels, self.smallest = in_channels, smallest
        self.stem = stem
        self.body = nn.Sequential()
        for i, layers in enumerate(blocks, start=1):
            block = dense_block(channels, layers, growth)
            self.body.add_module(f"dense{i}", block)
            channels += layers * growth
            if i < len(blocks):
                transition = Transition(channels)
                self.body.add_module(f"transition{i}", transition)
                channels = transition.out_channels
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, num_classes)
        nn.init.zeros_(self.fc.bias)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, self.smallest)
        x = self.stem(x)  # (N, 64, H/4, W/4) in DenseNet-121
        x = self.body(x)  # (N, 1024, H/32, W/32)
        x = self.relu(self.bn(x))
        x = self.avgpool(x).flatten(1)  # (N, 1024)
        return self.fc(x)  # (N, num_classes)


def densenet121(*, num_classes: int = 1000, in_channels: int = 3) -> DenseNet:
    """Blocks of 6-12-24-16 layers, k = 32: 7,978,856 parameters."""
    stem = pooled_stem(in_channels, 64, 7)
    return DenseNet(stem, 64, BLOCKS_121, GROWTH_121, in_channels, num_classes)


def densenet_small(*, num_classes: int = 10, in_channels: int = 3) -> DenseNet:
    """For small pictures, 40 layers, k = 12: 176,122 parameters."""
    channels = 2 * GROWTH_SMALL
    stem = nn.Conv2d(in_channels, channels, 3, padding=1, bias=False)
    nn.init.kaiming_normal_(stem.weight, nonlinearity="relu")
    return DenseNet(
        stem, channels, BLOCKS_SMALL, GROWTH_SMALL, in_channels, num_classes,
        smallest=8,
    )  # fmt: skip


HUANG_2017 = 'Huang et al., "Densely connected convolutional networks", 2017'

MODELS = {
    "densenet121": ModelInfo(
        densenet121, "DenseNet-121", 224, HUANG_2017, 7_978_856,
        2_834_161_664, in_channels=3, num_classes=1000, smallest=32,
    ),
    "densenet_small": ModelInfo(
        densenet_small, "DenseNet-BC-40, k = 12, for 32x32", 32, HUANG_2017,
        176_122, 72_365_352, in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
