"""A small network of inception modules, for pictures of 28 or 32 pixels.

Ours, after Szegedy et al., "Going deeper with convolutions", 2015: a
convolution, three inception modules, a global average. About 5 million
MACs on a digit; weights by He's rule, no normalization.
"""

from torch import Tensor, nn

from cnnlab.models._blocks import check_images
from cnnlab.models._inception import Inception, Row, unit
from cnnlab.models._info import ModelInfo
from cnnlab.models.googlenet import SZEGEDY_2015, halve, init_by_he

TABLE = {
    "inception1": Row(16, 16, 32, 4, 8, 8),
    "inception2": Row(16, 24, 40, 4, 12, 12),
    "inception3": Row(32, 32, 64, 8, 16, 16),
}
FIRST = 24  # filters of the stem
SMALLEST = 8


class GoogLeNetSmall(nn.Module):
    """CONV-POOL, two inception modules, POOL, one more, average, FC."""

    def __init__(self, in_channels: int = 3, num_classes: int = 10) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.conv1 = unit(in_channels, FIRST, 3)
        channels = FIRST
        for name, row in TABLE.items():
            block = Inception(channels, row)
            self.add_module(name, block)
            channels = block.out_channels
        self.pool1, self.pool2 = halve(), halve()
        self.average = nn.AdaptiveAvgPool2d(1)
        self.drop = nn.Dropout(0.4)
        self.fc = nn.Linear(channels, num_classes)
        self.apply(init_by_he)

    def forward(self, x: Tensor) -> Tensor:
        check_images(x, self.in_channels, SMALLEST)  # (N, 3, 32, 32)
        x = self.pool1(self.conv1(x))  # (N, 24, 16, 16)
        x = self.inception1(x)  # (N, 64, 16, 16)
        x = self.inception2(x)  # (N, 80, 16, 16)
        x = self.inception3(self.pool2(x))  # (N, 128, 8, 8)
        x = self.average(x).flatten(1)  # (N, 128)
        return self.fc(self.drop(x))  # (N, num_classes)


def googlenet_small(
    *, num_classes: int = 10, in_channels: int = 3
) -> GoogLeNetSmall:
    """Three inception modules, for pictures of 28x28 or 32x32."""
    return GoogLeNetSmall(in_channels, num_classes)


MODELS = {
    "googlenet_small": ModelInfo(
        googlenet_small, "GoogLeNet for 28 to 32 pixels", 32, SZEGEDY_2015,
        params=50_882, macs=7_591_168, in_channels=3, smallest=SMALLEST,
    ),
}  # fmt: skip
