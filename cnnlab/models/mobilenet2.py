"""MobileNet v2: blocks that are narrow outside and wide inside.

Sandler, Howard, Zhu, Zhmoginov and Chen, "MobileNetV2: inverted residuals
and linear bottlenecks", CVPR 2018; `TABLE` is its table 2.

Where this differs from the paper
---------------------------------
With ``t = 1`` the block has no expanding layer, as in the authors' code and
in torchvision, although the figure draws one. Padding and first weights as
in `mobilenet`.

The small one is ours, for 32x32 images, and shrinks the maps twice only.
"""

from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images
from cnnlab.models._info import ModelInfo

# t: expansion, c: output channels, n: blocks, s: stride of the first.
TABLE = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
SMALL_TABLE = ((1, 16, 1, 1), (4, 24, 2, 2), (4, 32, 2, 2), (4, 48, 1, 1))


class InvertedResidual(nn.Module):
    """Expand by ``t``, filter each channel, project without activation.

    The input is added where the shape stays. "Inverted" because the sum
    joins the narrow ends, where a ResNet's joins the wide ones.
    """

    def __init__(
        self, in_channels: int, out_channels: int, stride: int, t: int
    ) -> None:
        super().__init__()
        wide = t * in_channels
        self.expand = None
        if t > 1:
            self.expand = ConvNorm(in_channels, wide, 1, activation=nn.ReLU6)
        self.depthwise = ConvNorm(
            wide, wide, 3, stride, groups=wide, activation=nn.ReLU6
        )
        self.project = ConvNorm(wide, out_channels, 1, activation=nn.Identity)
        self.adds_input = stride == 1 and in_channels == out_channels

    def forward(self, x: Tensor) -> Tensor:
        y = x if self.expand is None else self.expand(x)  # (N, t*C_in, H, W)
        y = self.depthwise(y)  # (N, t*C_in, H/stride, W/stride)
        y = self.project(y)  # (N, C_out, H/stride, W/stride)
        return x + y if self.adds_input else y


class MobileNetV2(nn.Module):
    """A stem, inverted residuals, a wide 1x1, pooling, one linear layer."""

    def __init__(
        self,
        in_channels: int = 3,
        num_classes: int = 1000,
        stem: tuple[int, int] = (32, 2),
        table: tuple[tuple[int, int, int, int], ...] = TABLE,
        last: int = 1280,
        dropout: float = 0.2,
        smallest: int = 32,
    ) -> None:
        super().__init__()
        self.in_channels, self.smallest = in_channels, smallest
        channels = stem[0]
        self.stem = ConvNorm(
            in_channels, channels, 3, stem[1], activation=nn.ReLU6
        )
        self.blocks = nn.Sequential()
        for t, c, n, s in table:
            for i in range(n):
                stride = s if i == 0 else 1
                self.blocks.append(InvertedResidual(channels, c, stride, t))
                channels = c
        self.last = ConvNorm(channels, last, 1, activation=nn.ReLU6)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(last, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, self.smallest)
        x = self.stem(x)  # (N, 32, H/2, W/2)
        x = self.blocks(x)  # (N, 320, H/32, W/32)
        x = self.last(x)  # (N, 1280, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 1280)
        return self.fc(self.dropout(x))  # (N, num_classes)


def mobilenet_v2(
    *, num_classes: int = 1000, in_channels: int = 3
) -> MobileNetV2:
    """As published: 3,504,872 parameters."""
    return MobileNetV2(in_channels, num_classes)


def mobilenet_v2_small(
    *, num_classes: int = 10, in_channels: int = 3
) -> MobileNetV2:
    """Blocks of v2 for images of 8 pixels and more."""
    return MobileNetV2(
        in_channels, num_classes, (16, 1), SMALL_TABLE, last=192,
        dropout=0.0, smallest=8,
    )  # fmt: skip


SANDLER_2018 = (
    'Sandler et al., "MobileNetV2: inverted residuals and linear '
    'bottlenecks", 2018'
)

MODELS = {
    "mobilenet_v2": ModelInfo(
        mobilenet_v2, "MobileNet v2", 224, SANDLER_2018,
        params=3_504_872, macs=300_774_272,
        in_channels=3, num_classes=1000, smallest=32,
    ),
    "mobilenet_v2_small": ModelInfo(
        mobilenet_v2_small, "MobileNet v2 blocks, small", 32, SANDLER_2018,
        params=50_410, macs=6_602_624,
        in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
