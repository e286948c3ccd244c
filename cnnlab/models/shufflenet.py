"""ShuffleNet v1: 1x1 convolutions in groups, and a shuffle between them.

Zhang, Zhou, Lin and Sun, "ShuffleNet: an extremely efficient
convolutional neural network for mobile devices", CVPR 2018; `TABLE` is its
table 1 for ``g = 3``. The second version is in `shufflenet2`.

Where this differs from the paper
---------------------------------
All weights start by He's rule; the paper does not say how its own do.

The small one is ours, for 32x32 images, and shrinks the maps twice only.
"""

import torch
from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images
from cnnlab.models._info import ModelInfo

# Output channels and units of each stage; the first unit has stride 2.
STEM = 24
GROUPS = 3
TABLE = ((240, 4), (480, 8), (960, 4))
SMALL_TABLE = ((160, 4), (320, 4))
SMALL_GROUPS = 4


def channel_shuffle(x: Tensor, groups: int) -> Tensor:
    """Deal the channels out like cards: the first of each group, the
    second of each group, and so on.

    Channel ``i`` of group ``j`` goes to place ``i * groups + j``.

    Raises
    ------
    ValueError
        If ``groups`` does not divide the channels.

    Examples
    --------
    >>> x = torch.arange(6.0).reshape(1, 6, 1, 1)
    >>> channel_shuffle(x, 2).flatten()
    tensor([0., 3., 1., 4., 2., 5.])
    """
    N, C, H, W = x.shape
    if C % groups:
        raise ValueError(
            f"`groups` (={groups}) must divide the {C} channels of `x`"
        )
    x = x.reshape(N, groups, C // groups, H, W)
    x = x.transpose(1, 2)  # (N, C // groups, groups, H, W)
    return x.reshape(N, C, H, W)


class ShuffleUnit(nn.Module):
    """Figure 2: grouped 1x1, shuffle, depthwise 3x3, grouped 1x1.

    With stride 1 the input is added. With stride 2 the averaged input is
    put beside the result, so the layers make ``out - in`` channels only.

    Parameters
    ----------
    first_groups : groups of the first 1x1; ``groups`` if None.
    shuffle : False leaves the groups to themselves, to compare with.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int,
        groups: int,
        first_groups: int | None = None,
        shuffle: bool = True,
    ) -> None:
        super().__init__()
        middle = out_channels // 4
        made = out_channels - in_channels if stride == 2 else out_channels
        self.groups, self.shuffle = groups, shuffle
        self.reduce = ConvNorm(
            in_channels, middle, 1, groups=first_groups or groups
        )
        self.depthwise = ConvNorm(
            middle, middle, 3, stride, groups=middle, activation=nn.Identity
        )
        self.expand = ConvNorm(
            middle, made, 1, groups=groups, activation=nn.Identity
        )
        self.pool = nn.AvgPool2d(3, 2, padding=1) if stride == 2 else None
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        y = self.reduce(x)  # (N, middle, H, W)
        if self.shuffle:
            y = channel_shuffle(y, self.groups)
        y = self.depthwise(y)  # (N, middle, H/stride, W/stride)
        y = self.expand(y)  # (N, made, H/stride, W/stride)
        if self.pool is None:
            return self.relu(x + y)
        return self.relu(torch.cat([self.pool(x), y], dim=1))


def make_stages(
    table: tuple[tuple[int, int], ...], groups: int, shuffle: bool
) -> nn.Sequential:
    """All units. The first mixes 24 channels only, and does not group."""
    stages, channels = nn.Sequential(), STEM
    for out_channels, count in table:
        for i in range(count):
            stride = 2 if i == 0 else 1
            first = 1 if channels == STEM else groups
            stages.append(
                ShuffleUnit(
                    channels, out_channels, stride, groups, first, shuffle
                )
            )
            channels = out_channels
    return stages


class ShuffleNetV1(nn.Module):
    """A stem, stages of units, global average pooling, one linear layer.

    ``shrink=False`` keeps the map at full size before the first stage, for
    small images. ``shuffle=False`` as in `ShuffleUnit`.
    """

    def __init__(
        self,
        in_channels: int = 3,
        num_classes: int = 1000,
        table: tuple[tuple[int, int], ...] = TABLE,
        groups: int = GROUPS,
        shuffle: bool = True,
        shrink: bool = True,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.smallest = 32 if shrink else 8
        self.stem = ConvNorm(in_channels, STEM, 3, 2 if shrink else 1)
        self.pool = nn.MaxPool2d(3, 2, padding=1) if shrink else nn.Identity()
        self.stages = make_stages(table, groups, shuffle)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(table[-1][0], num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, self.smallest)
        x = self.pool(self.stem(x))  # (N, 24, H/4, W/4)
        x = self.stages(x)  # (N, 960, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 960)
        return self.fc(x)  # (N, num_classes)


def shufflenet_v1(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ShuffleNetV1:
    """1x with three groups: 1,865,728 parameters."""
    return ShuffleNetV1(in_channels, num_classes)


def shufflenet_small(
    *, num_classes: int = 10, in_channels: int = 3, shuffle: bool = True
) -> ShuffleNetV1:
    """Units of v1, four groups, for images of 8 pixels and more."""
    return ShuffleNetV1(
        in_channels, num_classes, SMALL_TABLE, SMALL_GROUPS, shuffle, False
    )


ZHANG_2018 = (
    'Zhang et al., "ShuffleNet: an extremely efficient convolutional neural '
    'network for mobile devices", 2018'
)

MODELS = {
    "shufflenet_v1": ModelInfo(
        shufflenet_v1, "ShuffleNet v1, 1x, three groups", 224, ZHANG_2018,
        params=1_865_728, macs=137_460_672,
        in_channels=3, num_classes=1000, smallest=32,
    ),
    "shufflenet_small": ModelInfo(
        shufflenet_small, "ShuffleNet v1 units, small", 32, ZHANG_2018,
        params=70_338, macs=8_490_112,
        in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
