"""MobileNet v1: a convolution in two steps, filter and then mix.

Howard et al., "MobileNets: efficient convolutional neural networks for
mobile vision applications", arXiv:1704.04861 (2017); `TABLE` is its table
1. The second version is in `mobilenet2`.

Where this differs from the paper
---------------------------------
The last depthwise line of table 1 says stride 2 and keeps 7x7 maps, which
is a slip of the table; the stride is 1 here. Where a stride of 2 meets an
even size, the authors' code pads on the right and below alone; we pad on
all sides, so the maps have the same sizes and lie half a pixel elsewhere.
All weights start by He's rule; the paper does not say how its own do.

The small ones are ours, for 32x32 images, and shrink the maps twice only.
"""

from collections.abc import Callable

from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images
from cnnlab.models._info import ModelInfo

# Output channels and stride of each block; the stem comes before.
STEM = (32, 2)
TABLE = (
    (64, 1),
    (128, 2), (128, 1),
    (256, 2), (256, 1),
    (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
    (1024, 2), (1024, 1),
)  # fmt: skip
SMALL_STEM = (32, 1)
SMALL_TABLE = ((64, 1), (128, 2), (128, 1), (256, 2))

Block = Callable[[int, int, int], nn.Module]  # in, out channels, stride


class DepthwiseSeparable(nn.Module):
    """A 3x3 filter for each channel alone, then a 1x1 that mixes them."""

    def __init__(
        self, in_channels: int, out_channels: int, stride: int
    ) -> None:
        super().__init__()
        self.depthwise = ConvNorm(
            in_channels, in_channels, 3, stride, groups=in_channels
        )
        self.pointwise = ConvNorm(in_channels, out_channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.depthwise(x)  # (N, C_in, H/stride, W/stride)
        return self.pointwise(x)  # (N, C_out, H/stride, W/stride)


def standard(in_channels: int, out_channels: int, stride: int) -> ConvNorm:
    """What `DepthwiseSeparable` stands for: one full 3x3 convolution."""
    return ConvNorm(in_channels, out_channels, 3, stride)


class MobileNetV1(nn.Module):
    """A stem, blocks in a row, global average pooling, one linear layer.

    Parameters
    ----------
    width : the paper's alpha, a factor on all channels but the input's.
    block : `DepthwiseSeparable`, or `standard` to compare with.
    smallest : height and width of the least image that is taken.
    """

    def __init__(
        self,
        in_channels: int = 3,
        num_classes: int = 1000,
        stem: tuple[int, int] = STEM,
        table: tuple[tuple[int, int], ...] = TABLE,
        width: float = 1.0,
        block: Block = DepthwiseSeparable,
        smallest: int = 32,
    ) -> None:
        super().__init__()
        self.in_channels, self.smallest = in_channels, smallest
        channels = round(width * stem[0])
        self.stem = ConvNorm(in_channels, channels, 3, stem[1])
        self.blocks = nn.Sequential()
        for out_channels, stride in table:
            out_channels = round(width * out_channels)
            self.blocks.append(block(channels, out_channels, stride))
            channels = out_channels
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, self.smallest)
        x = self.stem(x)  # (N, 32, H/2, W/2)
        x = self.blocks(x)  # (N, 1024, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 1024)
        return self.fc(x)  # (N, num_classes)


def mobilenet_v1(
    *, num_classes: int = 1000, in_channels: int = 3, width: float = 1.0
) -> MobileNetV1:
    """As published: 4,231,976 parameters at width 1."""
    return MobileNetV1(in_channels, num_classes, width=width)


def mobilenet_small(
    *, num_classes: int = 10, in_channels: int = 3, width: float = 1.0
) -> MobileNetV1:
    """Blocks of v1 for images of 8 pixels and more."""
    return MobileNetV1(
        in_channels, num_classes, SMALL_STEM, SMALL_TABLE, width, smallest=8
    )


def standard_small(
    *, num_classes: int = 10, in_channels: int = 3, width: float = 1.0
) -> MobileNetV1:
    """`mobilenet_small` with a full 3x3 convolution for each block."""
    return MobileNetV1(
        in_channels, num_classes, SMALL_STEM, SMALL_TABLE, width, standard, 8
    )


HOWARD_2017 = 'Howard et al., "MobileNets", arXiv:1704.04861, 2017'
MODELS = {
    "mobilenet_v1": ModelInfo(
        mobilenet_v1, "MobileNet v1", 224, HOWARD_2017,
        params=4_231_976, macs=568_740_352,
        in_channels=3, num_classes=1000, smallest=32,
    ),
    "mobilenet_small": ModelInfo(
        mobilenet_small, "MobileNet v1 blocks, small", 32, HOWARD_2017,
        params=67_914, macs=12_184_064,
        in_channels=3, num_classes=10, smallest=8,
    ),
    "standard_small": ModelInfo(
        standard_small, "its twin with full convolutions", 32, "",
        params=539_178, macs=95_259_136,
        in_channels=3, num_classes=10, smallest=8,
    ),
}  # fmt: skip
