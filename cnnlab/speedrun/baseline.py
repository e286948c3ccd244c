"""Page 09's way on colour pictures: what the fast recipe is compared with."""

from collections import OrderedDict

from torch import nn

from cnnlab.speedrun._digits_baseline import train_baseline

__all__ = ["colour_baseline", "train_baseline"]


def colour_baseline() -> nn.Sequential:
    """`small_cnn` for three channels of 32x32 pixels: 124,874 parameters.

    The same layers and widths; what 32 pixels change is the map that is
    left, 5x5 in place of 4x4, and so the first fully connected layer.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 24, 5),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),  # (N, 24, 14, 14)
            conv2=nn.Conv2d(24, 32, 5),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),  # (N, 32, 5, 5)
            flatten=nn.Flatten(),
            fc1=nn.Linear(32 * 5 * 5, 128),
            relu3=nn.ReLU(),
            fc2=nn.Linear(128, 10),
        )
    )
