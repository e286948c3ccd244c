"""ResNeXt: many narrow paths in place of one wide path.

Xie, Girshick, Dollar, Tu and He, "Aggregated residual transformations for
deep neural networks", CVPR 2017. `TABLE` is its table 1, 32x4d: 32 paths,
4 channels wide in conv2_x. A block is in form (c) of its figure 3: the
paths lie side by side, and the 3x3 is a grouped convolution.

Where this differs from the paper
---------------------------------
As in `resnet.py`. The map is halved in the 3x3, as in the paper.
"""

from functools import partial

from cnnlab.models._info import ModelInfo
from cnnlab.models._residual import Bottleneck
from cnnlab.models.resnet import SMALLEST, ResNet
from cnnlab.models.resnet_cifar import SMALLEST as SMALLEST_CIFAR
from cnnlab.models.resnet_cifar import CifarResNet

# Table 1, right: blocks of conv2_x, conv3_x, conv4_x, conv5_x.
TABLE = (3, 4, 6, 3)


class ResNeXtBlock(Bottleneck):
    """``cardinality`` paths: 1x1 down, 3x3, 1x1 up, and all are added.

    Parameters
    ----------
    path_width : channels of one path for each 64 of ``width``: d of the
        paper, which doubles from stage to stage.
    """

    def __init__(
        self,
        in_channels: int,
        width: int,
        stride: int = 1,
        *,
        cardinality: int = 32,
        path_width: int = 4,
    ) -> None:
        super().__init__(
            in_channels,
            width,
            stride,
            middle=cardinality * path_width * width // 64,
            groups=cardinality,
        )


def resnext50_32x4d(
    *, num_classes: int = 1000, in_channels: int = 3
) -> ResNet:
    """ResNet-50 with 32 paths a block: 25,028,904 parameters."""
    return ResNet(ResNeXtBlock, TABLE, in_channels, num_classes)


def resnext_small(
    *, num_classes: int = 10, in_channels: int = 3
) -> CifarResNet:
    """For small pictures: 8 paths of 4 channels in the first stage."""
    # 16 for each 64 of width is 4, 8 and 16 at widths of 16, 32 and 64.
    block = partial(ResNeXtBlock, cardinality=8, path_width=16)
    return CifarResNet(block, 1, 16, in_channels, num_classes)


XIE_2017 = (
    'Xie et al., "Aggregated residual transformations for deep neural '
    'networks", 2017'
)

MODELS = {
    "resnext50_32x4d": ModelInfo(
        resnext50_32x4d, "ResNeXt-50 32x4d", 224, XIE_2017, 25_028_904,
        4_230_479_872, in_channels=3, num_classes=1000, smallest=SMALLEST,
    ),
    "resnext_small": ModelInfo(
        resnext_small, "ResNeXt for 32x32", 32, XIE_2017, 135_898,
        24_431_104, in_channels=3, num_classes=10, smallest=SMALLEST_CIFAR,
    ),
}  # fmt: skip
