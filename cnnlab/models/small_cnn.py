"""The first CNN of the book: two convolutions, two fully connected layers.

No padding, so that the tube gets narrower at each step, 28 -> 24 -> 12 ->
8 -> 4, while it gets deeper, 1 -> 24 -> 32.

===========  =============  ==========  =========
layer        output         parameters       MACs
===========  =============  ==========  =========
conv 5x5     24 x 24 x 24          624    345,600
pool 2x2     24 x 12 x 12            0          0
conv 5x5     32 x 8 x 8         19,232  1,228,800
pool 2x2     32 x 4 x 4              0          0
linear       128                65,664     65,536
linear       10                  1,290      1,280
===========  =============  ==========  =========

The lecture gives the layers and leaves the widths open; these are ours.
"""

from torch import Tensor, nn

from cnnlab.models._blocks import ConvPool, check_input
from cnnlab.models._info import ModelInfo

INPUT_SIZE = 28  # pixels, height and width


class SmallCNN(nn.Module):
    """CONV-RELU-POOL twice, then FC-RELU-FC.

    Parameters
    ----------
    activation : the nonlinearity, as a class: ``nn.Tanh``, or
        ``nn.Identity`` to see what is lost without one.
    """

    def __init__(
        self,
        in_channels: int = 1,
        num_classes: int = 10,
        activation: type[nn.Module] = nn.ReLU,
    ) -> None:
        super().__init__()
        self.input_shape = (in_channels, INPUT_SIZE, INPUT_SIZE)
        self.block1 = ConvPool(in_channels, 24, 5, activation=activation)
        self.block2 = ConvPool(24, 32, 5, activation=activation)
        self.fc1 = nn.Linear(32 * 4 * 4, 128)
        self.act = activation()
        self.fc2 = nn.Linear(128, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        check_input(x, self.input_shape)
        x = self.block1(x)  # (N, 24, 12, 12)
        x = self.block2(x)  # (N, 32, 4, 4)
        x = x.flatten(1)  # (N, 512)
        x = self.act(self.fc1(x))  # (N, 128)
        return self.fc2(x)  # (N, num_classes)


def small_cnn(*, num_classes: int = 10, in_channels: int = 1) -> SmallCNN:
    """2 conv + 2 FC for 28x28 images: 86,810 parameters."""
    return SmallCNN(in_channels, num_classes)


MODELS = {
    "small_cnn": ModelInfo(
        small_cnn, "CNN, 2 conv + 2 FC", 28, "",
        params=86_810, macs=1_641_216,
    ),
}  # fmt: skip
