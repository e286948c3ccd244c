"""EfficientNet-Lite0: inverted residuals in the amounts that a search found.

Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural
networks", ICML 2019 (arXiv:1905.11946); `TABLE` is its table 1. The Lite
networks are the authors' own variants, published as code and weights in the
TPU repository of TensorFlow, ``efficientnet/lite``, 2020.

Where this differs from the paper
---------------------------------
As in the authors' Lite0: no squeeze-and-excitation, ReLU6 in place of
Swish, and an epsilon of 0.001 in batch norm. The Lite networks never scale
their stem and their last 1x1; Lite0, the smallest, scales nothing.

As in TensorFlow, whose weights we load, padding is the least that gives
ceil(n / stride) outputs, and an odd zero goes to the right and the bottom.

While it trains, the authors leave out whole branches at random ("drop
connect"), which is not done here; batch norm averages with PyTorch's
momentum. Weights start by He's rule.
"""

import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._info import ModelInfo

# t: expansion, c: output channels, n: blocks, s: stride of the first,
# k: kernel of the depthwise convolution.
TABLE = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
STEM, LAST = 32, 1280  # channels of the first and of the last convolution
EPSILON = 1e-3
SMALLEST = 32  # the map is halved five times


def pad_same(x: Tensor, kernel_size: int, stride: int) -> Tensor:
    """Zeros around ``(N, C, H, W)`` so that ceil(n / stride) places fit.

    Examples
    --------
    >>> import torch
    >>> pad_same(torch.zeros(1, 1, 8, 9), 3, 2).shape
    torch.Size([1, 1, 9, 11])
    """
    H, W = x.shape[2:]
    top, bottom = _zeros(H, kernel_size, stride)
    left, right = _zeros(W, kernel_size, stride)
    return F.pad(x, (left, right, top, bottom))


def _zeros(n: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Zeros before and after an axis of ``n``."""
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + kernel_size - n, 0)
    return total // 2, total - total // 2


class SameConvNorm(nn.Module):
    """Convolution with TensorFlow's padding, batch norm, activation."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        groups: int = 1,
        activation: type[nn.Module] = nn.ReLU6,
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, stride
        # With stride 1 both sides get the same, which torch does by itself.
        padding = kernel_size // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, padding,
            groups=groups, bias=False,
        )  # fmt: skip
        self.bn = nn.BatchNorm2d(out_channels, eps=EPSILON)
        self.act = activation()
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        if self.stride > 1:
            x = pad_same(x, self.kernel_size, self.stride)
        return self.act(self.bn(self.conv(x)))


class InvertedResidual(nn.Module):
    """MobileNet v2's block with a depthwise kernel of 3x3 or 5x5."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int,
        t: int,
        kernel_size: int,
    ) -> None:
        super().__init__()
        wide = t * in_channels
        self.expand = SameConvNorm(in_channels, wide, 1) if t > 1 else None
        self.depthwise = SameConvNorm(
            wide, wide, kernel_size, stride, groups=wide
        )
        self.project = SameConvNorm(
            wide, out_channels, 1, activation=nn.Identity
        )
        self.adds_input = stride == 1 and in_channels == out_channels

    def forward(self, x: Tensor) -> Tensor:
        y = x if self.expand is None else self.expand(x)  # (N, t*C_in, H, W)
        y = self.depthwise(y)  # (N, t*C_in, ceil(H/s), ceil(W/s))
        y = self.project(y)  # (N, C_out, ceil(H/s), ceil(W/s))
        return x + y if self.adds_input else y


class EfficientNetLite(nn.Module):
    """A stem, inverted residuals, a wide 1x1, pooling, one linear layer.

    ``features`` holds the stem, the 16 blocks and the wide 1x1 in a row, so
    that one can cut after any of them.
    """

    def __init__(self, in_channels: int = 3, num_classes: int = 1000) -> None:
        super().__init__()
        self.in_channels = in_channels
        stem = SameConvNorm(in_channels, STEM, 3, stride=2)
        self.features = nn.Sequential(stem)
        channels = STEM
        for t, c, n, s, k in TABLE:
            for i in range(n):
                stride = s if i == 0 else 1
                block = InvertedResidual(channels, c, stride, t, k)
                self.features.append(block)
                channels = c
        self.features.append(SameConvNorm(channels, LAST, 1))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(LAST, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)
        x = self.features(x)  # (N, 1280, H/32, W/32), rounded up
        x = self.avgpool(x).flatten(1)  # (N, 1280)
        return self.classifier(self.dropout(x))  # (N, num_classes)


def efficientnet_lite0(
    *, num_classes: int = 1000, in_channels: int = 3
) -> EfficientNetLite:
    """As published: 4,652,008 parameters."""
    return EfficientNetLite(in_channels, num_classes)


TAN_2019 = (
    'Tan and Le, "EfficientNet: rethinking model scaling for convolutional '
    'neural networks", 2019'
)

MODELS = {
    "efficientnet_lite0": ModelInfo(
        efficientnet_lite0, "EfficientNet-Lite0", 224, TAN_2019,
        params=4_652_008, macs=385_187_552,
        in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
}  # fmt: skip
