"""DPN: a residual path that refines beside a dense path that collects.

Chen, Li, Xiao, Jin, Yan and Feng, "Dual path networks", NIPS 2017.
`DPN_92` is a column of its table 1; `DPN_68` is from the release of the
authors. The residual path uses features again, as in ResNet; the dense path
collects new ones, as in DenseNet. Both come from one micro-block, a
bottleneck with a grouped 3x3 as in ResNeXt. Its output is split in two: one
part is added, the other is set beside what is there.

=======  ===========================  ===================  =============
DPN-92   one block                    blocks, output                MACs
=======  ===========================  ===================  =============
conv1    7x7, 64, stride 2               64 x 112 x 112      118,013,952
pooling  3x3 max, stride 2               64 x 56 x 56                  -
conv2    96, 96, 256 (+16)            3, 336 x 56 x 56       534,976,512
conv3    192, 192, 512 (+32)          4, 704 x 28 x 28     1,003,118,592
conv4    384, 384, 1024 (+24)        20, 1552 x 14 x 14    3,976,146,944
conv5    768, 768, 2048 (+128)        3, 2688 x 7 x 7        866,740,224
output   global average, linear          1000                  2,688,000
=======  ===========================  ===================  =============

Where this differs from the paper
---------------------------------
The two paths travel as one tensor, the residual path in front, which is the
same arithmetic. As in the authors' release, batch norm comes before each
convolution, with an epsilon of 0.001. The linear layer starts as PyTorch
starts it. `dpn_small` is ours, in the paper's manner.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from cnnlab.models._blocks import (
    ConvNorm,
    NormConv,
    check_images,
    pooled_stem,
)
from cnnlab.models._info import ModelInfo

GROUPS = 32  # of the 3x3
GROUPS_SMALL = 8
EPS = 1e-3  # of batch norm


class Stage(NamedTuple):
    """A row of the table, conv2 to conv5."""

    blocks: int
    middle: int  # channels of the grouped 3x3
    residual: int  # channels of the residual path
    growth: int  # channels that a block brings to the dense path


DPN_68 = (
    Stage(3, 128, 64, 16),
    Stage(4, 256, 128, 32),
    Stage(12, 512, 256, 32),
    Stage(3, 1024, 512, 64),
)
DPN_92 = (
    Stage(3, 96, 256, 16),
    Stage(4, 192, 512, 32),
    Stage(20, 384, 1024, 24),
    Stage(3, 768, 2048, 128),
)
DPN_SMALL = (
    Stage(2, 48, 48, 8),
    Stage(2, 96, 96, 16),
    Stage(2, 192, 192, 32),
)


class DualPathBlock(nn.Module):
    """1x1, grouped 3x3, 1x1: the first channels are added, the rest join.

    Parameters
    ----------
    project : whether both paths are made anew from all that comes in, as
        at the head of a stage: the dense one starts with twice the growth.
    """

    def __init__(
        self,
        in_channels: int,
        stage: Stage,
        groups: int,
        stride: int = 1,
        project: bool = False,
    ) -> None:
        super().__init__()
        _, middle, self.residual, growth = stage
        carried = self.residual + 2 * growth if project else in_channels
        self.project = (
            NormConv(in_channels, carried, 1, stride) if project else None
        )
        self.conv_a = NormConv(in_channels, middle, 1)
        self.conv_b = NormConv(middle, middle, 3, stride, groups)
        self.conv_c = NormConv(middle, self.residual + growth, 1)
        self.out_channels = carried + growth

    def forward(self, x: Tensor) -> Tensor:
        R = self.residual
        y = self.conv_a(x)  # (N, middle, H, W)
        y = self.conv_b(y)  # (N, middle, H/stride, W/stride)
        y = self.conv_c(y)  # (N, R + growth, H/stride, W/stride)
        if self.project is not None:
            x = self.project(x)  # (N, R + 2 growth, H/stride, W/stride)
        refined = x[:, :R] + y[:, :R]
        return torch.cat([refined, x[:, R:], y[:, R:]], dim=1)


def make_stage(
    in_channels: int, stage: Stage, groups: int, stride: int
) -> nn.Sequential:
    """All blocks of one row; the first projects, with the stride."""
    blocks = [DualPathBlock(in_channels, stage, groups, stride, project=True)]
    while len(blocks) < stage.blocks:
        channels = blocks[-1].out_channels
        blocks.append(DualPathBlock(channels, stage, groups))
    return nn.Sequential(*blocks)


class DPN(nn.Module):
    """A stem, one stage for each row of ``table``, one linear layer.

    Parameters
    ----------
    stem : what comes before the first stage; it gives ``channels``.
    smallest : least height and width of an image, in pixels.
    """

    def __init__(
        self,
        stem: nn.Module,
        channels: int,
        table: tuple[Stage, ...],
        groups: int = GROUPS,
        in_channels: int = 3,
        num_classes: int = 1000,
        smallest: int = 32,
    ) -> None:
        super().__init__()
        self.in_channels, self.smallest = in_channels, smallest
        self.conv1 = stem
        self.stages = nn.Sequential()
        for i, row in enumerate(table):
            stage = make_stage(channels, row, groups, stride=2 if i else 1)
            self.stages.add_module(f"conv{i + 2}", stage)
            channels = stage[-1].out_channels
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, num_classes)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eps = EPS

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, self.smallest)
        x = self.conv1(x)  # (N, 64, H/4, W/4) in DPN-92
        x = self.stages(x)  # (N, 2688, H/32, W/32)
        x = self.relu(self.bn(x))
        x = self.avgpool(x).flatten(1)  # (N, 2688)
        return self.fc(x)  # (N, num_classes)


def dpn68(*, num_classes: int = 1000, in_channels: int = 3) -> DPN:
    """A light one, with a thin stem: 12,611,602 parameters."""
    stem = pooled_stem(in_channels, 10, 3)
    return DPN(stem, 10, DPN_68, GROUPS, in_channels, num_classes)


def dpn92(*, num_classes: int = 1000, in_channels: int = 3) -> DPN:
    """The one of table 1, 32x3d: 37,668,392 parameters."""
    stem = pooled_stem(in_channels, 64, 7)
    return DPN(stem, 64, DPN_92, GROUPS, in_channels, num_classes)


def dpn_small(*, num_classes: int = 10, in_channels: int = 3) -> DPN:
    """For small pictures, three stages of two blocks: 394,762 parameters."""
    stem = ConvNorm(in_channels, 16, 3)
    return DPN(
        stem, 16, DPN_SMALL, GROUPS_SMALL, in_channels, num_classes,
        smallest=8,
    )  # fmt: skip


CHEN_2017 = 'Chen et al., "Dual path networks", 2017'

MODELS = {
    "dpn68": ModelInfo(
        dpn68, "DPN-68", 224, CHEN_2017, 12_611_602, 2_326_163_456,
        in_channels=3, num_classes=1000, smallest=32,
    ),
    "dpn92": ModelInfo(
        dpn92, "DPN-92", 224, CHEN_2017, 37_668_392, 6_501_684_224,
        in_channels=3, num_classes=1000, smallest=32,
    ),
    "dpn_small": ModelInfo(
        dpn_small, "DPN for 32x32", 32, CHEN_2017, 394_762, 66_309_248,
        in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
