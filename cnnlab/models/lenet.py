"""LeNet-5, as published and as commonly written.

LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to
document recognition", Proceedings of the IEEE 86 (1998), section II.B.

As published (`LeNet5Paper`), with the paper's names of the layers:

=====  ==========================  ===========  ==========  =======
layer                              output       parameters     MACs
=====  ==========================  ===========  ==========  =======
C1     conv 5x5                    6 x 28 x 28         156  117,600
S2     trainable pooling           6 x 14 x 14          12        -
C3     conv 5x5, by `C3_TABLE`     16 x 10 x 10      1,516  150,000
S4     trainable pooling           16 x 5 x 5           32        -
C5     conv 5x5                    120              48,120   48,000
F6     linear                      84               10,164   10,080
=====  ==========================  ===========  ==========  =======

Where this differs from the paper
---------------------------------
`LeNet5Paper`: a linear layer and softmax stand for the output of radial
basis functions with fixed codes and its loss; ``num_classes=0`` leaves the
output away. The input is 32x32 as in the paper; the paper also scales it
so that its mean is about 0 and its variance about 1, which is up to the
caller. The paper trains by a stochastic diagonal Levenberg-Marquardt rule;
by plain gradient descent the small first weights, which are the paper's,
cost a plateau of some hundred steps.

`LeNet5`: besides that, C3 sees all six maps, pooling is the maximum and
has no weights, ReLU stands for the scaled tanh, and the input is 28x28
with a padding of 2 in C1, which is the same arithmetic.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.models._blocks import ConvPool, check_input
from cnnlab.models._info import ModelInfo

# The paper's table I: row = map of S2, column = map of C3 that sees it.
C3_TABLE = (
    "X . . . X X X . . X X X X . X X",
    "X X . . . X X X . . X X X X . X",
    "X X X . . . X X X . . X . X X X",
    ". X X X . . X X X X . . X . X X",
    ". . X X X . . X X X X . X X . X",
    ". . . X X X . . X X X X . X X X",
)


class ScaledTanh(nn.Module):
    """``1.7159 tanh(2x / 3)``: 1 stays 1 (appendix A of the paper)."""

    def forward(self, x: Tensor) -> Tensor:
        return 1.7159 * torch.tanh(2 / 3 * x)


class TrainablePool(nn.Module):
    """The sum of 2x2 pixels, times a coefficient, plus a bias, a map each."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return 4 * F.avg_pool2d(x, 2) * self.weight + self.bias


class SparseConv(nn.Module):
    """A convolution whose maps each see only some maps of the input.

    ``table`` has a row for each input map and a column for each output
    map, ``X`` where they are connected.
    """

    def __init__(self, table: tuple[str, ...], kernel_size: int) -> None:
        super().__init__()
        columns = zip(*(row.split() for row in table), strict=True)
        self.inputs = [
            [c for c, mark in enumerate(column) if mark == "X"]
            for column in columns
        ]
        self.convs = nn.ModuleList(
            nn.Conv2d(len(seen), 1, kernel_size) for seen in self.inputs
        )

    def forward(self, x: Tensor) -> Tensor:
        pairs = zip(self.convs, self.inputs, strict=True)
        return torch.cat([conv(x[:, seen]) for conv, seen in pairs], dim=1)


class LeNet5Paper(nn.Module):
    """LeNet-5 of 1998, up to F6, with a linear output.

    ``num_classes=0`` leaves the output away and gives the 84 values of F6:
    60,000 parameters, as the paper counts.
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10) -> None:
        super().__init__()
        self.input_shape = (in_channels, 32, 32)
        self.squash = ScaledTanh()
        self.c1 = nn.Conv2d(in_channels, 6, 5)
        self.s2 = TrainablePool(6)
        self.c3 = SparseConv(C3_TABLE, 5)
        self.s4 = TrainablePool(16)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.head = nn.Linear(84, num_classes) if num_classes else None
        self.apply(_init_by_fan_in)

    def forward(self, x: Tensor) -> Tensor:
        check_input(x, self.input_shape)
        x = self.squash(self.c1(x))  # (N, 6, 28, 28)
        x = self.squash(self.s2(x))  # (N, 6, 14, 14)
        x = self.squash(self.c3(x))  # (N, 16, 10, 10)
        x = self.squash(self.s4(x))  # (N, 16, 5, 5)
        x = self.squash(self.c5(x))  # (N, 120, 1, 1)
        x = x.flatten(1)  # (N, 120)
        x = self.squash(self.f6(x))  # (N, 84)
        return x if self.head is None else self.head(x)  # (N, num_classes)


class LeNet5(nn.Module):
    """LeNet-5 as commonly written today: dense C3, ReLU, max pooling."""

    def __init__(self, in_channels: int = 1, num_classes: int = 10) -> None:
        super().__init__()
        self.input_shape = (in_channels, 28, 28)
        self.block1 = ConvPool(in_channels, 6, 5, padding=2)
        self.block2 = ConvPool(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, num_classes)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        check_input(x, self.input_shape)
        x = self.block1(x)  # (N, 6, 14, 14)
        x = self.block2(x)  # (N, 16, 5, 5)
        x = x.flatten(1)  # (N, 400)
        x = self.act(self.fc1(x))  # (N, 120)
        x = self.act(self.fc2(x))  # (N, 84)
        return self.fc3(x)  # (N, num_classes)


def lenet5_paper(
    *, num_classes: int = 10, in_channels: int = 1
) -> LeNet5Paper:
    """As published, for 32x32 images: 60,000 parameters and the output."""
    return LeNet5Paper(in_channels, num_classes)


def lenet5(*, num_classes: int = 10, in_channels: int = 1) -> LeNet5:
    """As commonly written, for 28x28 images: 61,706 parameters."""
    return LeNet5(in_channels, num_classes)


def _init_by_fan_in(module: nn.Module) -> None:
    """Uniform in +-2.4 / fan-in, as in the paper's appendix A."""
    weight = getattr(module, "weight", None)
    if weight is None:
        return
    # A unit of a pooling layer has four inputs, by one shared weight.
    pooled = isinstance(module, TrainablePool)
    fan_in = 4 if pooled else math.prod(weight.shape[1:])
    nn.init.uniform_(weight, -2.4 / fan_in, 2.4 / fan_in)
    nn.init.zeros_(module.bias)


LECUN_1998 = (
    'LeCun et al., "Gradient-based learning applied to document '
    'recognition", 1998'
)

MODELS = {
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
