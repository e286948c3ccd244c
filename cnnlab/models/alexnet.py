"""AlexNet, as published and as it is written today.

Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
convolutional neural networks", NIPS 2012, section 3 and figure 2. The form
in torchvision is the one of Krizhevsky, "One weird trick for parallelizing
convolutional neural networks", 2014.

As published (`alexnet_paper`), the layers that have weights:

=====  ======================  ==============  ===========  ===========
layer                          pooled output   parameters          MACs
=====  ======================  ==============  ===========  ===========
conv1  11x11, stride 4         96 x 27 x 27         34,944  105,415,200
conv2  5x5, two groups         256 x 13 x 13       307,456  223,948,800
conv3  3x3                     384 x 13 x 13       885,120  149,520,384
conv4  3x3, two groups         384 x 13 x 13       663,936  112,140,288
conv5  3x3, two groups         256 x 6 x 6         442,624   74,760,192
fc6    9216 to 4096                             37,752,832   37,748,736
fc7    4096 to 4096                             16,781,312   16,777,216
fc8    4096 to 1000                              4,097,000    4,096,000
=====  ======================  ==============  ===========  ===========

Where this differs from the paper
---------------------------------
`alexnet_paper`: the paper says that pictures are 224 pixels wide, but the
55 x 55 units of its conv1 need 227. The two groups of a layer were on two
GPUs; here they are the groups of one convolution. The response
normalization of a unit looks at neighbouring maps without regard to the
GPU that they were on.

`alexnet_ungrouped`: all layers see all maps; else the same.

`alexnet`: fewer filters, a padding of 2 in conv1, no normalization, no
groups, weights by He's rule. Dropout is behind fc6 and fc7 as in the
paper of 2012; torchvision has it before them. An average pooling makes any
map 6 x 6, which does nothing at 224 pixels.

`alexnet_small` is ours, for pictures of 28 or 32 pixels.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor, nn

from cnnlab.models._blocks import check_images, check_input
from cnnlab.models._info import ModelInfo
from cnnlab.models._response_norm import LocalResponseNorm


class Row(NamedTuple):
    """One convolutional layer; ``norm`` and ``pool`` say what follows it."""

    filters: int
    kernel_size: int
    stride: int = 1
    padding: int = 0
    groups: int = 1
    norm: bool = False
    pool: bool = False


# Section 3.5 and figure 2; paddings are those that give its sizes.
PAPER = (
    Row(96, 11, stride=4, norm=True, pool=True),
    Row(256, 5, padding=2, groups=2, norm=True, pool=True),
    Row(384, 3, padding=1),
    Row(384, 3, padding=1, groups=2),
    Row(256, 3, padding=1, groups=2, pool=True),
)
UNGROUPED = tuple(row._replace(groups=1) for row in PAPER)
# The single tower of 2014.
ONE_TOWER = (
    Row(64, 11, stride=4, padding=2, pool=True),
    Row(192, 5, padding=2, pool=True),
    Row(384, 3, padding=1),
    Row(256, 3, padding=1),
    Row(256, 3, padding=1, pool=True),
)
# Ours: the same order of things, about 5 million MACs on a digit.
SMALL = (
    Row(16, 5, padding=2, norm=True, pool=True),
    Row(32, 5, padding=2, norm=True, pool=True),
    Row(48, 3, padding=1),
    Row(48, 3, padding=1),
    Row(32, 3, padding=1, pool=True),
)


def stage(in_channels: int, row: Row, pool_padding: int = 0) -> nn.Module:
    """CONV-RELU, then the normalization and the overlapping pooling."""
    conv = nn.Conv2d(
        in_channels,
        row.filters,
        row.kernel_size,
        row.stride,
        row.padding,
        groups=row.groups,
    )
    layers = OrderedDict(conv=conv, relu=nn.ReLU())
    if row.norm:
        layers["norm"] = LocalResponseNorm()
    if row.pool:
        layers["pool"] = nn.MaxPool2d(3, stride=2, padding=pool_padding)
    return nn.Sequential(layers)


class AlexNet(nn.Module):
    """Five convolutional and three fully connected layers.

    Parameters
    ----------
    table : the five convolutional layers.
    units : of fc6 and of fc7 each.
    side : height and width of the last map, in units.
    size : the only height and width of a picture that it takes, in pixels;
        None takes all from ``smallest``, and pools the last map to fit.
    """

    def __init__(
        self,
        table: Sequence[Row],
        in_channels: int = 3,
        num_classes: int = 1000,
        *,
        units: int = 4096,
        side: int = 6,
        size: int | None = None,
        smallest: int = 63,
        pool_padding: int = 0,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.size, self.smallest = size, smallest
        seen = [in_channels, *(row.filters for row in table)]
        stages = [
            stage(channels, row, pool_padding)
            for channels, row in zip(seen, table, strict=False)
        ]
        self.conv1, self.conv2, self.conv3, self.conv4, self.conv5 = stages
        self.resize = nn.AdaptiveAvgPool2d(side) if size is None else None
        self.fc6 = nn.Linear(seen[-1] * side**2, units)
        self.fc7 = nn.Linear(units, units)
        self.fc8 = nn.Linear(units, num_classes)
        self.act, self.drop = nn.ReLU(), nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes in the comments are those of `alexnet_paper`."""
        if self.size is None:
            check_images(x, self.in_channels, self.smallest)
        else:
            check_input(x, (self.in_channels, self.size, self.size))
        x = self.conv1(x)  # (N, 96, 27, 27)
        x = self.conv2(x)  # (N, 256, 13, 13)
        x = self.conv3(x)  # (N, 384, 13, 13)
        x = self.conv4(x)  # (N, 384, 13, 13)
        x = self.conv5(x)  # (N, 256, 6, 6)
        x = x if self.resize is None else self.resize(x)
        x = x.flatten(1)  # (N, 9216)
        x = self.drop(self.act(self.fc6(x)))  # (N, 4096)
        x = self.drop(self.act(self.fc7(x)))  # (N, 4096)
        return self.fc8(x)  # (N, num_classes)


def alexnet_paper(*, num_classes: int = 1000, in_channels: int = 3) -> AlexNet:
    """As published, for 227x227 pictures; starts as in its section 5."""
    net = AlexNet(PAPER, in_channels, num_classes, size=227)
    return _init_as_published(net)


def alexnet_ungrouped(
    *, num_classes: int = 1000, in_channels: int = 3
) -> AlexNet:
    """As published, but every layer sees all maps of the one before."""
    net = AlexNet(UNGROUPED, in_channels, num_classes, size=227)
    return _init_as_published(net)


def alexnet(*, num_classes: int = 1000, in_channels: int = 3) -> AlexNet:
    """The one of torchvision, for pictures of 63x63 and more."""
    return _init_by_he(AlexNet(ONE_TOWER, in_channels, num_classes))


def alexnet_small(*, num_classes: int = 10, in_channels: int = 3) -> AlexNet:
    """A small one for pictures of 28x28 or 32x32; He's rule."""
    sizes = {"units": 256, "side": 4, "smallest": 8, "pool_padding": 1}
    return _init_by_he(AlexNet(SMALL, in_channels, num_classes, **sizes))


def _init_as_published(net: AlexNet) -> AlexNet:
    """Section 5: weights N(0, 0.01^2); ones in the biases named there."""
    positive = ("conv2.conv", "conv4.conv", "conv5.conv", "fc6", "fc7")
    for name, module in net.named_modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.normal_(module.weight, std=0.01)
            nn.init.constant_(module.bias, float(name in positive))
    return net


def _init_by_he(net: AlexNet) -> AlexNet:
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            nn.init.zeros_(module.bias)
    return net


PAPER_2012 = (
    'Krizhevsky et al., "ImageNet classification with deep convolutional '
    'neural networks", 2012'
)
PAPER_2014 = (
    'Krizhevsky, "One weird trick for parallelizing convolutional neural '
    'networks", 2014'
)

MODELS = {
    "alexnet_paper": ModelInfo(
        alexnet_paper, "AlexNet as published, two groups", 227, PAPER_2012,
        params=60_965_224, macs=724_406_816,
        in_channels=3, num_classes=1000, smallest=227,
    ),
    "alexnet_ungrouped": ModelInfo(
        alexnet_ungrouped, "AlexNet without groups", 227, PAPER_2012,
        params=62_378_344, macs=1_135_256_096,
        in_channels=3, num_classes=1000, smallest=227,
    ),
    "alexnet": ModelInfo(
        alexnet, "AlexNet of torchvision", 224, PAPER_2014,
        params=61_100_840, macs=714_188_480,
        in_channels=3, num_classes=1000, smallest=63, source="torchvision",
    ),
    "alexnet_small": ModelInfo(
        alexnet_small, "AlexNet for 28 to 32 pixels", 32, PAPER_2012,
        params=262_250, macs=7_801_344, in_channels=3, smallest=8,
    ),
}  # fmt: skip
