"""Networks of the colour project: 32x32 pictures, three channels.

`colour_cnn` is the lecture's network, three convolutions and two fully
connected layers. The lecture leaves the widths open; these are ours.

===========  ============  ==========  =========
layer        output        parameters       MACs
===========  ============  ==========  =========
conv 5x5     16 x 32 x 32       1,216  1,228,800
pool 2x2     16 x 16 x 16           0          0
conv 3x3     32 x 16 x 16       4,640  1,179,648
pool 2x2     32 x 8 x 8             0          0
conv 3x3     64 x 8 x 8        18,496  1,179,648
pool 2x2     64 x 4 x 4             0          0
linear       64                65,600     65,536
linear       10                   650        640
===========  ============  ==========  =========

`colour_resnet` is a short, wide residual network after Page, "How to train
your ResNet", 2018.

Where this differs from Page
----------------------------
The first convolution has a stride of 2, so that no layer works on 32x32
pixels; the stage of 512 channels is left out, and so is the factor of the
logits. A global average stands at the end, not a maximum.
"""

from collections import OrderedDict

from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images, check_input
from cnnlab.models._info import ModelInfo

INPUT_SIZE = 32  # pixels, height and width
SMALLEST = 8  # `colour_resnet` halves the map three times: 1x1 is left
WIDTH = 48  # kernels of the stem of `colour_resnet`; doubled twice
PAGE_2018 = 'Page, "How to train your ResNet", 2018'


class PoolBeforeRelu(nn.Sequential):
    """CONV-POOL-RELU, with batch norm before the ReLU if ``norm``.

    The maximum and the ReLU may change places: the output is the same, and
    the layers behind the pooling touch a quarter of the numbers.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        norm: bool,
    ) -> None:
        layers = {
            "conv": nn.Conv2d(
                in_channels, out_channels, kernel_size,
                padding=kernel_size // 2, bias=not norm,
            ),
            "pool": nn.MaxPool2d(2),
        }  # fmt: skip
        if norm:
            layers["bn"] = nn.BatchNorm2d(out_channels)
        super().__init__(OrderedDict(layers, relu=nn.ReLU()))


class ColourCNN(nn.Module):
    """Three times CONV-POOL-RELU, then FC-RELU-FC.

    Parameters
    ----------
    norm : batch norm in each of the three; it brings their biases.
    """

    def __init__(
        self, in_channels: int = 3, num_classes: int = 10, norm: bool = False
    ) -> None:
        super().__init__()
        self.input_shape = (in_channels, INPUT_SIZE, INPUT_SIZE)
        self.block1 = PoolBeforeRelu(in_channels, 16, 5, norm)
        self.block2 = PoolBeforeRelu(16, 32, 3, norm)
        self.block3 = PoolBeforeRelu(32, 64, 3, norm)
        self.fc1 = nn.Linear(64 * 4 * 4, 64)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(64, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_input(x, self.input_shape)
        x = self.block1(x)  # (N, 16, 16, 16)
        x = self.block2(x)  # (N, 32, 8, 8)
        x = self.block3(x)  # (N, 64, 4, 4)
        x = x.flatten(1)  # (N, 1024)
        x = self.relu(self.fc1(x))  # (N, 64)
        return self.fc2(x)  # (N, num_classes)


class Pair(nn.Module):
    """``x + F(x)``, F being twice CONV-NORM-RELU of the same channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = ConvNorm(channels, channels, 3)
        self.conv2 = ConvNorm(channels, channels, 3)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(self.conv1(x))


class ColourResNet(nn.Module):
    """A stem of stride 2, two stages with a residual pair each, one FC."""

    def __init__(
        self, in_channels: int = 3, num_classes: int = 10, width: int = WIDTH
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.stem = nn.Conv2d(in_channels, width, 4, 2, 1, bias=False)
        self.bn = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.down1 = PoolBeforeRelu(width, 2 * width, 3, norm=True)
        self.pair1 = Pair(2 * width)
        self.down2 = PoolBeforeRelu(2 * width, 4 * width, 3, norm=True)
        self.pair2 = Pair(4 * width)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(4 * width, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)
        x = self.relu(self.bn(self.stem(x)))  # (N, width, H/2, W/2)
        x = self.pair1(self.down1(x))  # (N, 2 width, H/4, W/4)
        x = self.pair2(self.down2(x))  # (N, 4 width, H/8, W/8)
        x = self.avgpool(x).flatten(1)  # (N, 4 width)
        return self.fc(x)  # (N, num_classes)


def colour_cnn(*, num_classes: int = 10, in_channels: int = 3) -> ColourCNN:
    """3 conv + 2 FC: 90,602 parameters."""
    return ColourCNN(in_channels, num_classes)


def colour_cnn_bn(*, num_classes: int = 10, in_channels: int = 3) -> ColourCNN:
    """`colour_cnn` with batch norm behind each convolution."""
    return ColourCNN(in_channels, num_classes, norm=True)


def colour_resnet(
    *, num_classes: int = 10, in_channels: int = 3
) -> ColourResNet:
    """Seven convolutions in two residual stages: 1.0 million parameters."""
    return ColourResNet(in_channels, num_classes)


MODELS = {
    "colour_cnn": ModelInfo(
        colour_cnn, "CNN, 3 conv + 2 FC", INPUT_SIZE, "",
        90_602, 3_654_272, in_channels=3,
    ),
    "colour_cnn_bn": ModelInfo(
        colour_cnn_bn, "CNN, 3 conv + 2 FC, batch norm", INPUT_SIZE, "",
        90_714, 3_654_272, in_channels=3,
    ),
    "colour_resnet": ModelInfo(
        colour_resnet, "Residual CNN for 32x32", INPUT_SIZE, PAGE_2018,
        1_042_858, 43_059_072, in_channels=3, smallest=SMALLEST,
    ),
}  # fmt: skip
