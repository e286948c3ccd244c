"""ShuffleNet v2: the same trade after measuring seconds, not operations.

Ma, Zhang, Zheng and Sun, "ShuffleNet V2: practical guidelines for efficient
CNN architecture design", ECCV 2018; `TABLE` is its table 5 for the
complexity 1x.

Where this differs from the paper
---------------------------------
All weights start by He's rule; the paper does not say how its own do.
"""

import torch
from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images
from cnnlab.models._info import ModelInfo
from cnnlab.models.shufflenet import channel_shuffle

# Output channels and units of each stage; the first unit has stride 2.
STEM = 24
TABLE = ((116, 4), (232, 8), (464, 4))
LAST = 1024


class SplitUnit(nn.Module):
    """Figure 3: half of the channels pass, half go through a branch.

    With stride 2 nothing passes: both branches see all channels, and the
    concatenation of them has the new width. Dealing the channels out at
    the end is what mixes the halves.
    """

    def __init__(
        self, in_channels: int, out_channels: int, stride: int
    ) -> None:
        super().__init__()
        half = out_channels // 2
        seen = in_channels if stride == 2 else half
        self.side = None
        if stride == 2:
            self.side = nn.Sequential(
                depthwise(in_channels, 2), ConvNorm(in_channels, half, 1)
            )
        self.branch = nn.Sequential(
            ConvNorm(seen, half, 1),
            depthwise(half, stride),
            ConvNorm(half, half, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        if self.side is None:
            passed, y = x.chunk(2, dim=1)  # (N, C/2, H, W) each
        else:
            passed, y = self.side(x), x
        y = torch.cat([passed, self.branch(y)], dim=1)
        return channel_shuffle(y, 2)  # (N, C_out, H/stride, W/stride)


def depthwise(channels: int, stride: int) -> ConvNorm:
    """3x3 on each channel alone, without an activation."""
    return ConvNorm(
        channels, channels, 3, stride, channels, activation=nn.Identity
    )


class ShuffleNetV2(nn.Module):
    """A stem, stages of units, a wide 1x1, pooling, one linear layer."""

    def __init__(self, in_channels: int = 3, num_classes: int = 1000) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.stem = ConvNorm(in_channels, STEM, 3, 2)
        self.pool = nn.MaxPool2d(3, 2, padding=1)
        self.stages, channels = nn.Sequential(), STEM
        for out_channels, count in TABLE:
            for i in range(count):
                stride = 2 if i == 0 else 1
                self.stages.append(SplitUnit(channels, out_channels, stride))
                channels = out_channels
        self.last = ConvNorm(channels, LAST, 1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(LAST, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, 32)
        x = self.pool(self.stem(x))  # (N, 24, H/4, W/4)
        x = self.stages(x)  # (N, 464, H/32, W/32)
        x = self.last(x)  # (N, 1024, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 1024)
        return self.fc(x)  # (N, num_classes)


def shufflenet_v2(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ShuffleNetV2:
    """1x: 2,278,604 parameters."""
    return ShuffleNetV2(in_channels, num_classes)


MA_2018 = (
    'Ma et al., "ShuffleNet V2: practical guidelines for efficient CNN '
    'architecture design", 2018'
)

MODELS = {
    "shufflenet_v2": ModelInfo(
        shufflenet_v2, "ShuffleNet v2, 1x", 224, MA_2018,
        params=2_278_604, macs=144_907_992,
        in_channels=3, num_classes=1000, smallest=32,
    ),
}  # fmt: skip
