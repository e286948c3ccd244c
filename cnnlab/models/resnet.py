"""ResNet: layers that learn what to add to their input.

He, Zhang, Ren and Sun, "Deep residual learning for image recognition",
CVPR 2016. `TABLE` is the paper's table 1, the networks of
section 4.2 are in `resnet_cifar.py`.

Where this differs from the paper
---------------------------------
`resnet50`, `resnet101` and `resnet152` halve the map in the 3x3 of a
bottleneck, as libraries do today; the paper halves it in the first 1x1, and
so do ``resnet50_paper`` and its kin. The fully connected layer starts as
PyTorch starts it. The paper trains ImageNet networks for 60 x 10^4 steps
with pictures cut at random from a rescaled photo; that is up to the caller.
"""

from functools import partial

from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._info import ModelInfo
from cnnlab.models._residual import (
    BasicBlock,
    Block,
    Bottleneck,
    make_stages,
    start_by_he,
)

# Table 1: how many blocks are in conv2_x, conv3_x, conv4_x, conv5_x.
TABLE = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}
WIDTHS = (64, 128, 256, 512)
SMALLEST = 32  # the map is halved five times


class ResNet(nn.Module):
    """For ImageNet: a 7x7 stem, pooling, four stages, one linear layer.

    ``block`` makes a block of given input channels, width and stride.
    """

    def __init__(
        self,
        block: Block,
        counts: tuple[int, int, int, int],
        in_channels: int = 3,
        num_classes: int = 1000,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.conv1 = nn.Conv2d(in_channels, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        stages = make_stages(block, 64, WIDTHS, counts)
        self.conv2_x, self.conv3_x, self.conv4_x, self.conv5_x = stages
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(stages[-1][-1].out_channels, num_classes)
        self.apply(start_by_he)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)
        x = self.relu(self.bn1(self.conv1(x)))  # (N, 64, H/2, W/2)
        x = self.pool(x)  # (N, 64, H/4, W/4)
        x = self.conv2_x(x)  # (N, 64 or 256, H/4, W/4)
        x = self.conv3_x(x)  # (N, 128 or 512, H/8, W/8)
        x = self.conv4_x(x)  # (N, 256 or 1024, H/16, W/16)
        x = self.conv5_x(x)  # (N, 512 or 2048, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 512 or 2048)
        return self.fc(x)  # (N, num_classes)


def resnet18(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """Two basic blocks a stage: 11,689,512 parameters."""
    return ResNet(BasicBlock, TABLE[18], in_channels, num_classes)


def resnet34(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """Basic blocks, 3-4-6-3: 21,797,672 parameters."""
    return ResNet(BasicBlock, TABLE[34], in_channels, num_classes)


def resnet50(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """Bottlenecks, 3-4-6-3: 25,557,032 parameters."""
    return ResNet(Bottleneck, TABLE[50], in_channels, num_classes)


def resnet101(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """Bottlenecks, 3-4-23-3: 44,549,160 parameters."""
    return ResNet(Bottleneck, TABLE[101], in_channels, num_classes)


def resnet152(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """Bottlenecks, 3-8-36-3: 60,192,808 parameters."""
    return ResNet(Bottleneck, TABLE[152], in_channels, num_classes)


# As in the paper: the map is halved in the first 1x1.
PAPER_BOTTLENECK = partial(Bottleneck, stride_on="1x1")


def resnet50_paper(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """`resnet50` with the paper's strides: fewer multiply-adds."""
    return ResNet(PAPER_BOTTLENECK, TABLE[50], in_channels, num_classes)


def resnet101_paper(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ResNet:
    """`resnet101` with the paper's strides: fewer multiply-adds."""
    return ResNet(PAPER_BOTTLENECK, TABLE[101], in_channels, num_classes)


def resnet152_paper(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ResNet:
    """`resnet152` with the paper's strides: fewer multiply-adds."""
    return ResNet(PAPER_BOTTLENECK, TABLE[152], in_channels, num_classes)


HE_2016 = 'He et al., "Deep residual learning for image recognition", 2016'


def _entry(builder, title: str, params: int, macs: int) -> ModelInfo:
    return ModelInfo(
        builder, title, 224, HE_2016, params, macs,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    )  # fmt: skip


PAPER = "stride on the 1x1"
MODELS = {
    "resnet18": _entry(resnet18, "ResNet-18", 11_689_512, 1_814_073_344),
    "resnet34": _entry(resnet34, "ResNet-34", 21_797_672, 3_663_761_408),
    "resnet50": _entry(resnet50, "ResNet-50", 25_557_032, 4_089_184_256),
    "resnet101": _entry(resnet101, "ResNet-101", 44_549_160, 7_801_405_440),
    "resnet152": _entry(resnet152, "ResNet-152", 60_192_808, 11_513_626_624),
    "resnet50_paper": _entry(
        resnet50_paper, f"ResNet-50, {PAPER}", 25_557_032, 3_857_973_248
    ),
    "resnet101_paper": _entry(
        resnet101_paper, f"ResNet-101, {PAPER}", 44_549_160, 7_570_194_432
    ),
    "resnet152_paper": _entry(
        resnet152_paper, f"ResNet-152, {PAPER}", 60_192_808, 11_282_415_616
    ),
}
