"""SENet: each channel gets a weight from what the whole image shows.

Hu, Shen and Sun, "Squeeze-and-excitation networks", CVPR 2018. A block is
three steps, for maps u of C channels (equations 2 to 4 of the paper):

- squeeze: ``z = mean of u over H and W``, one number a channel;
- excitation: ``s = sigmoid(W2 relu(W1 z))``, through C/r numbers, r = 16;
- scale: channel c of the output is ``s[c] * u[c]``.

It stands at the end of a residual branch, before the sum. `se_resnet50` and
`se_resnet20` are the residual networks of `resnet.py` and `resnet_cifar.py`
with it and nothing else changed. `senet154` won ILSVRC 2017.

Where this differs from the paper
---------------------------------
W1 and W2 have biases and are 1x1 convolutions, which on a 1x1 map is the
same as linear layers; both as in the authors' release. `se_resnet50` halves
the map in the 3x3; `se_resnet50_paper` does so in the first 1x1, and it and
`senet154` let the windows of the max pooling start at the image's border
and stick out at the far end, as the release does. The linear layer starts
as PyTorch starts it. The paper also smooths labels; that is up to the
caller.
"""

from functools import partial

from torch import Tensor, nn

from cnnlab.models._blocks import ConvNorm, check_images
from cnnlab.models._info import ModelInfo
from cnnlab.models._residual import (
    Bottleneck,
    ResidualBlock,
    conv3x3,
    make_stage,
    start_by_he,
)
from cnnlab.models.resnet import SMALLEST, TABLE, WIDTHS, ResNet
from cnnlab.models.resnet_cifar import SMALLEST as SMALLEST_CIFAR
from cnnlab.models.resnet_cifar import CifarResNet, resnet_cifar

REDUCTION = 16  # r of the paper
GROUPS_154 = 64
DROPOUT_154 = 0.2  # share of features left out before the linear layer


class SqueezeExcitation(nn.Module):
    """Weigh each channel by what is seen in all of them, anywhere."""

    def __init__(self, channels: int, reduction: int = REDUCTION) -> None:
        super().__init__()
        if not 1 <= reduction <= channels:
            raise ValueError(
                f"`reduction` (={reduction}) must be between 1 and "
                f"`channels` (={channels})"
            )
        self.squeeze = nn.AdaptiveAvgPool2d(1)
        self.w1 = nn.Conv2d(channels, channels // reduction, 1)
        self.relu = nn.ReLU()
        self.w2 = nn.Conv2d(channels // reduction, channels, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, u: Tensor) -> Tensor:
        z = self.squeeze(u)  # (N, C, 1, 1)
        s = self.relu(self.w1(z))  # (N, C/r, 1, 1)
        s = self.sigmoid(self.w2(s))  # (N, C, 1, 1), between 0 and 1
        return s * u  # (N, C, H, W)


class SENet154Block(ResidualBlock):
    """A bottleneck of SENet-154: 1x1, 3x3 of 64 groups, 1x1, and SE.

    The first 1x1 has half the channels of the 3x3. Where the map is halved,
    the shortcut is a 3x3 convolution, so that it sees every pixel.
    """

    def __init__(self, in_channels: int, width: int, stride: int) -> None:
        first, wide = 2 * width, 4 * width
        layers = {
            "conv1": nn.Conv2d(in_channels, first, 1, bias=False),
            "bn1": nn.BatchNorm2d(first),
            "relu1": nn.ReLU(),
            "conv2": conv3x3(first, wide, stride, GROUPS_154),
            "bn2": nn.BatchNorm2d(wide),
            "relu2": nn.ReLU(),
            "conv3": nn.Conv2d(wide, wide, 1, bias=False),
            "bn3": nn.BatchNorm2d(wide),
        }
        shortcut: nn.Module = nn.Identity()
        if stride > 1 or in_channels != wide:
            kernel_size = 3 if stride > 1 else 1
            shortcut = ConvNorm(
                in_channels, wide, kernel_size, stride, activation=nn.Identity
            )
        super().__init__(layers, shortcut, wide, extra=SqueezeExcitation)


class SENet154(nn.Module):
    """Three 3x3 convolutions, pooling, four stages, dropout, linear."""

    def __init__(self, in_channels: int = 3, num_classes: int = 1000) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.conv1 = nn.Sequential(
            ConvNorm(in_channels, 64, 3, stride=2),
            ConvNorm(64, 64, 3),
            ConvNorm(64, 128, 3),
        )
        self.pool = pool_as_released()
        channels = 128
        for i, width in enumerate(WIDTHS):
            count, stride = TABLE[152][i], 2 if i else 1
            stage = make_stage(SENet154Block, channels, width, count, stride)
            self.add_module(f"conv{i + 2}_x", stage)
            channels = stage[-1].out_channels
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(DROPOUT_154)
        self.fc = nn.Linear(channels, num_classes)
        self.apply(start_by_he)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)
        x = self.conv1(x)  # (N, 128, H/2, W/2)
        x = self.pool(x)  # (N, 128, H/4, W/4)
        x = self.conv2_x(x)  # (N, 256, H/4, W/4)
        x = self.conv3_x(x)  # (N, 512, H/8, W/8)
        x = self.conv4_x(x)  # (N, 1024, H/16, W/16)
        x = self.conv5_x(x)  # (N, 2048, H/32, W/32)
        x = self.avgpool(x).flatten(1)  # (N, 2048)
        return self.fc(self.dropout(x))  # (N, num_classes)


def pool_as_released() -> nn.MaxPool2d:
    """No padding; the last windows may stick out, as in Caffe."""
    return nn.MaxPool2d(3, stride=2, ceil_mode=True)


def se_resnet50(*, num_classes: int = 1000, in_channels: int = 3) -> ResNet:
    """`resnet50` with squeeze and excitation: 28,088,024 parameters."""
    block = partial(Bottleneck, extra=SqueezeExcitation)
    return ResNet(block, TABLE[50], in_channels, num_classes)


def se_resnet50_paper(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ResNet:
    """`se_resnet50` with the paper's strides: fewer multiply-adds."""
    block = partial(Bottleneck, stride_on="1x1", extra=SqueezeExcitation)
    net = ResNet(block, TABLE[50], in_channels, num_classes)
    net.pool = pool_as_released()
    return net


def senet154(*, num_classes: int = 1000, in_channels: int = 3) -> SENet154:
    """Stages as in ResNet-152, 64 groups: 115,088,984 parameters."""
    return SENet154(in_channels, num_classes)


def se_resnet20(*, num_classes: int = 10, in_channels: int = 3) -> CifarResNet:
    """`resnet20` with squeeze and excitation: 272,095 parameters."""
    return resnet_cifar(
        20,
        extra=SqueezeExcitation,
        num_classes=num_classes,
        in_channels=in_channels,
    )


HU_2018 = 'Hu et al., "Squeeze-and-excitation networks", 2018'

MODELS = {
    "se_resnet50": ModelInfo(
        se_resnet50, "SE-ResNet-50", 224, HU_2018, 28_088_024, 4_091_699_200,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
    "se_resnet50_paper": ModelInfo(
        se_resnet50_paper, "SE-ResNet-50, stride on the 1x1", 224, HU_2018,
        28_088_024, 3_860_488_192,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
    "senet154": ModelInfo(
        senet154, "SENet-154", 224, HU_2018, 115_088_984, 20_688_363_520,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
    "se_resnet20": ModelInfo(
        se_resnet20, "SE-ResNet-20 for 32x32", 32, HU_2018, 272_095,
        40_553_056, in_channels=3, num_classes=10, smallest=SMALLEST_CIFAR,
    ),
}  # fmt: skip
