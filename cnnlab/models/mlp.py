"""The multilayer perceptron of page 01: 784-512-512-10.

An image goes in as one long vector, so the network does not know which
pixels are neighbours. Each hidden unit is followed by a ReLU; softmax is
part of the loss.

===========  =======================  ==========
layer        output                   parameters
===========  =======================  ==========
flatten      784                               0
linear 1     512                         401,920
linear 2     512                         262,656
linear 3     10                            5,130
===========  =======================  ==========
"""

from itertools import pairwise

from torch import Tensor, nn

from cnnlab.models._info import ModelInfo

INPUT_SIZE = 28  # pixels, height and width
HIDDEN = (512, 512)  # units


class MLP(nn.Module):
    """Fully connected layers with ReLU between them.

    Parameters
    ----------
    in_features : numbers in one input, ``C * H * W`` for images.
    hidden : units of each hidden layer; () makes a linear classifier.
    """

    def __init__(
        self,
        in_features: int = INPUT_SIZE**2,
        hidden: tuple[int, ...] = HIDDEN,
        num_classes: int = 10,
    ) -> None:
        super().__init__()
        self.in_features = in_features
        sizes = (in_features, *hidden)
        layers: list[nn.Module] = []
        for fan_in, fan_out in pairwise(sizes):
            layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
        self.hidden = nn.Sequential(*layers)
        self.head = nn.Linear(sizes[-1], num_classes)

    def forward(self, x: Tensor) -> Tensor:
        x = x.flatten(1)  # (N, C, H, W) -> (N, C * H * W)
        if x.shape[1] != self.in_features:
            raise ValueError(
                f"`x` holds {x.shape[1]} numbers an image; this network "
                f"takes {self.in_features} (`in_features`)"
            )
        x = self.hidden(x)
        return self.head(x)  # (N, num_classes)


def mlp(*, num_classes: int = 10, in_channels: int = 1) -> MLP:
    """784-512-512-10 for 28x28 images: 669,706 parameters."""
    return MLP(in_channels * INPUT_SIZE**2, HIDDEN, num_classes)


MODELS = {
    "mlp": ModelInfo(
        mlp, "MLP 784-512-512-10", 28, "", params=669_706, macs=668_672
    ),
}
