"""GoogLeNet: kernels of several sizes side by side.

Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke and
Rabinovich, "Going deeper with convolutions", CVPR 2015, table 1.

==============================  ==============  ==========  ===========
layer                           output          parameters         MACs
==============================  ==============  ==========  ===========
conv1 7x7/2, pooled             64 x 56 x 56         9,472  118,013,952
conv2 1x1, conv3 3x3, pooled    192 x 28 x 28      114,944  359,661,568
inception 3a, 3b, pooled        480 x 14 x 14      552,432  432,316,416
inception 4a to 4e, pooled      832 x 7 x 7      2,809,168  549,878,784
inception 5a, 5b, averaged      1024             2,487,536  121,777,152
fc                              1000             1,025,000    1,024,000
==============================  ==============  ==========  ===========

Where this differs from the paper
---------------------------------
`googlenet_paper`: weights start by He's rule, and the response
normalization has AlexNet's constants; the paper gives neither. Poolings of
stride 2 keep the border of an odd map. The global average takes any size.

`googlenet` is the one of torchvision: batch normalization instead of biases
and response normalization, 3x3 kernels in the branch that should have 5x5,
and a 2x2 window in the last pooling of stride 2.

Both have the two auxiliary heads with ``aux=True`` only, and use them in
training mode only; in the paper they are always there.
"""

from collections import OrderedDict
from typing import NamedTuple

import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._inception import Inception, Row, unit
from cnnlab.models._info import ModelInfo
from cnnlab.models._response_norm import LocalResponseNorm

TABLE = {
    "inception3a": Row(64, 96, 128, 16, 32, 32),
    "inception3b": Row(128, 128, 192, 32, 96, 64),
    "inception4a": Row(192, 96, 208, 16, 48, 64),
    "inception4b": Row(160, 112, 224, 24, 64, 64),
    "inception4c": Row(128, 128, 256, 24, 64, 64),
    "inception4d": Row(112, 144, 288, 32, 64, 64),
    "inception4e": Row(256, 160, 320, 32, 128, 128),
    "inception5a": Row(256, 160, 320, 32, 128, 128),
    "inception5b": Row(384, 192, 384, 48, 128, 128),
}
AUX_SHARE = 0.3  # of each auxiliary loss in the sum; section 5
SMALLEST = 32  # the map is halved five times


def halve(kernel_size: int = 3) -> nn.MaxPool2d:
    """Half the height and width, rounded up."""
    return nn.MaxPool2d(kernel_size, stride=2, ceil_mode=True)


def stem(in_channels: int, batch_norm: bool) -> nn.Sequential:
    """Ordinary layers, from 224x224 pixels down to 192 maps of 28x28."""
    layers = OrderedDict()
    layers["conv1"] = unit(in_channels, 64, 7, 2, batch_norm=batch_norm)
    layers["pool1"] = halve()
    if not batch_norm:
        layers["norm1"] = LocalResponseNorm()
    layers["conv2"] = unit(64, 64, 1, batch_norm=batch_norm)
    layers["conv3"] = unit(64, 192, 3, batch_norm=batch_norm)
    if not batch_norm:
        layers["norm2"] = LocalResponseNorm()
    layers["pool2"] = halve()
    return nn.Sequential(layers)


class AuxiliaryHead(nn.Module):
    """A small classifier in the middle, for training only."""

    def __init__(
        self, in_channels: int, num_classes: int, batch_norm: bool
    ) -> None:
        super().__init__()
        # 5x5 windows 3 units apart make 4x4 of the paper's 14x14 maps;
        # torchvision's windows are of another size and fit any map.
        self.pool = nn.AdaptiveAvgPool2d(4)
        if not batch_norm:
            self.pool = nn.AvgPool2d(5, stride=3)
        self.conv = unit(in_channels, 128, 1, batch_norm=batch_norm)
        self.fc1 = nn.Linear(128 * 4 * 4, 1024)
        self.act, self.drop = nn.ReLU(), nn.Dropout(0.7)
        self.fc2 = nn.Linear(1024, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(self.pool(x))  # (N, 128, 4, 4)
        if x.shape[2:] != (4, 4):
            raise ValueError(
                f"`x` has maps that the auxiliary heads pool to "
                f"{tuple(x.shape[2:])}; this network takes 224x224 pictures "
                "in training with `aux=True`: build it with aux=False"
            )
        x = self.drop(self.act(self.fc1(x.flatten(1))))  # (N, 1024)
        return self.fc2(x)  # (N, num_classes)


class Heads(NamedTuple):
    """Logits of the output and of the heads behind 4a and 4d."""

    logits: Tensor
    aux1: Tensor
    aux2: Tensor


def loss_of_heads(heads: Heads, y: Tensor) -> Tensor:
    """Cross-entropy of the output, plus 0.3 times that of each head."""
    logits, *extra = heads
    total = F.cross_entropy(logits, y)
    return total + AUX_SHARE * sum(F.cross_entropy(z, y) for z in extra)


class GoogLeNet(nn.Module):
    """A stem, nine inception modules, a global average, one FC layer.

    Parameters
    ----------
    batch_norm : as in torchvision; False is as published.
    aux : two auxiliary heads; in training mode the output is then `Heads`,
        and `loss_of_heads` takes it.
    """

    def __init__(
        self,
        in_channels: int = 3,
        num_classes: int = 1000,
        *,
        batch_norm: bool = False,
        aux: bool = False,
    ) -> None:
        super().__init__()
        bn = {"batch_norm": batch_norm}
        self.in_channels = in_channels
        self.stem = stem(in_channels, batch_norm)
        channels = 192
        for name, row in TABLE.items():
            large = 3 if batch_norm else 5
            block = Inception(channels, row, large=large, **bn)
            self.add_module(name, block)
            channels = block.out_channels
        self.pool3, self.pool4 = halve(), halve(2 if batch_norm else 3)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.drop = nn.Dropout(0.2 if batch_norm else 0.4)
        self.fc = nn.Linear(channels, num_classes)
        self.aux1 = (
            AuxiliaryHead(512, num_classes, batch_norm) if aux else None
        )
        self.aux2 = (
            AuxiliaryHead(528, num_classes, batch_norm) if aux else None
        )
        self.apply(init_by_he)

    def forward(self, x: Tensor) -> Tensor | Heads:
        check_images(x, self.in_channels, SMALLEST)  # (N, 3, 224, 224)
        x = self.stem(x)  # (N, 192, 28, 28)
        x = self.inception3b(self.inception3a(x))  # (N, 480, 28, 28)
        x = self.pool3(x)  # (N, 480, 14, 14)
        third = self.inception4a(x)  # (N, 512, 14, 14)
        x = self.inception4c(self.inception4b(third))  # (N, 512, 14, 14)
        sixth = self.inception4d(x)  # (N, 528, 14, 14)
        x = self.inception4e(sixth)  # (N, 832, 14, 14)
        x = self.pool4(x)  # (N, 832, 7, 7)
        x = self.inception5b(self.inception5a(x))  # (N, 1024, 7, 7)
        x = self.average(x).flatten(1)  # (N, 1024)
        logits = self.fc(self.drop(x))  # (N, num_classes)
        if self.aux1 is None or not self.training:
            return logits
        return Heads(logits, self.aux1(third), self.aux2(sixth))


def googlenet_paper(
    *, num_classes: int = 1000, in_channels: int = 3, aux: bool = False
) -> GoogLeNet:
    """As published; 224x224 pictures in training if ``aux``."""
    return GoogLeNet(in_channels, num_classes, aux=aux)


def googlenet(
    *, num_classes: int = 1000, in_channels: int = 3, aux: bool = False
) -> GoogLeNet:
    """The one of torchvision, with batch normalization."""
    return GoogLeNet(in_channels, num_classes, batch_norm=True, aux=aux)


def init_by_he(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)


SZEGEDY_2015 = 'Szegedy et al., "Going deeper with convolutions", 2015'

MODELS = {
    "googlenet_paper": ModelInfo(
        googlenet_paper, "GoogLeNet as published", 224, SZEGEDY_2015,
        params=6_998_552, macs=1_582_671_872,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
    "googlenet": ModelInfo(
        googlenet, "GoogLeNet of torchvision", 224, SZEGEDY_2015,
        params=6_624_904, macs=1_498_376_192,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
        source="torchvision",
    ),
}  # fmt: skip
