"""Thin residual networks for small pictures, and plain ones beside them.

He, Zhang, Ren and Sun, "Deep residual learning for image recognition",
CVPR 2016, section 4.2: 6n + 2 layers with weights,

=========  =====  ======  ======
map        32x32  16x16   8x8
=========  =====  ======  ======
layers     1+2n   2n      2n
kernels    16     32      64
=========  =====  ======  ======

then global average pooling and one linear layer. All shortcuts are free of
weights (option A), so a plain network has exactly the same parameters.

Where this differs from the paper
---------------------------------
The linear layer starts as PyTorch starts it. The paper pads pictures by 4,
cuts at random, and mirrors them; that is up to the caller.
"""

from functools import partial

from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._info import ModelInfo
from cnnlab.models._residual import (
    BasicBlock,
    Block,
    Extra,
    conv3x3,
    make_stages,
    start_by_he,
)
from cnnlab.models.resnet import HE_2016

WIDTH = 16  # kernels of the first stage; doubled twice
SMALLEST = 8  # the map is halved twice: 2x2 is left


class CifarResNet(nn.Module):
    """A 3x3 stem, three stages of ``count`` blocks, one linear layer."""

    def __init__(
        self,
        block: Block,
        count: int,
        width: int = WIDTH,
        in_channels: int = 3,
        num_classes: int = 10,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.conv1 = conv3x3(in_channels, width)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        widths = (width, 2 * width, 4 * width)
        stages = make_stages(block, width, widths, [count] * 3)
        self.stage1, self.stage2, self.stage3 = stages
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(stages[-1][-1].out_channels, num_classes)
        self.apply(start_by_he)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)
        x = self.relu(self.bn1(self.conv1(x)))  # (N, width, H, W)
        x = self.stage1(x)  # (N, width, H, W) with basic blocks
        x = self.stage2(x)  # (N, 2 width, H/2, W/2)
        x = self.stage3(x)  # (N, 4 width, H/4, W/4)
        x = self.avgpool(x).flatten(1)  # (N, 4 width)
        return self.fc(x)  # (N, num_classes)


def resnet_cifar(
    depth: int,
    *,
    shortcut: bool = True,
    width: int = WIDTH,
    extra: Extra | None = None,
    num_classes: int = 10,
    in_channels: int = 3,
) -> CifarResNet:
    """A residual network of ``depth`` layers, or a plain one.

    Parameters
    ----------
    depth : 6n + 2 with n of 1 or more: 8, 14, 20, 32, 44, 56, 110.
    shortcut : False for the plain network of the same layers.
    extra : a module for the end of each residual branch, by its channels.
    """
    count, rest = divmod(depth - 2, 6)
    if rest or count < 1:
        raise ValueError(
            f"`depth` (={depth}) must be 6n + 2 for n of 1 or more, such as "
            "8, 14, 20, 32, 44, 56 or 110"
        )
    block = partial(
        BasicBlock, shortcut="pad" if shortcut else "none", extra=extra
    )
    return CifarResNet(block, count, width, in_channels, num_classes)


def resnet20(*, num_classes: int = 10, in_channels: int = 3) -> CifarResNet:
    """20 layers, 9 of them pairs: 269,722 parameters."""
    return resnet_cifar(20, num_classes=num_classes, in_channels=in_channels)


def plain20(*, num_classes: int = 10, in_channels: int = 3) -> CifarResNet:
    """`resnet20` without the sums, and with the same parameters."""
    return resnet_cifar(
        20, shortcut=False, num_classes=num_classes, in_channels=in_channels
    )


MODELS = {
    "resnet20": ModelInfo(
        resnet20, "ResNet-20 for 32x32", 32, HE_2016, 269_722, 40_551_040,
        in_channels=3, num_classes=10, smallest=SMALLEST,
    ),
    "plain20": ModelInfo(
        plain20, "ResNet-20 without shortcuts", 32, HE_2016, 269_722,
        40_551_040, in_channels=3, num_classes=10, smallest=SMALLEST,
    ),
}  # fmt: skip
