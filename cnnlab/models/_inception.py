"""The inception module, and the convolution it is made of.

Szegedy et al., "Going deeper with convolutions", CVPR 2015, figure 2(b).
"""

from collections import OrderedDict
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Row(NamedTuple):
    """Filters of one inception module, as in the columns of table 1."""

    conv1: int
    reduce3: int
    conv3: int
    reduce5: int
    conv5: int
    project: int


def unit(
    in_channels: int,
    out_channels: int,
    kernel_size: int,
    stride: int = 1,
    *,
    batch_norm: bool = False,
) -> nn.Sequential:
    """CONV-RELU at same padding, or CONV-BN-RELU."""
    conv = nn.Conv2d(
        in_channels,
        out_channels,
        kernel_size,
        stride,
        padding=kernel_size // 2,
        bias=not batch_norm,
    )
    layers = OrderedDict(conv=conv)
    if batch_norm:
        layers["norm"] = nn.BatchNorm2d(out_channels, eps=1e-3)
    layers["relu"] = nn.ReLU()
    return nn.Sequential(layers)


class Inception(nn.Module):
    """1x1, 3x3, 5x5 and pooling of the same maps; outputs are stacked.

    Parameters
    ----------
    large : kernel size of the branch called 5x5.
    """

    def __init__(
        self,
        in_channels: int,
        row: Row,
        *,
        batch_norm: bool = False,
        large: int = 5,
    ) -> None:
        super().__init__()
        bn = {"batch_norm": batch_norm}
        self.out_channels = row.conv1 + row.conv3 + row.conv5 + row.project
        self.conv1 = unit(in_channels, row.conv1, 1, **bn)
        self.reduce3 = unit(in_channels, row.reduce3, 1, **bn)
        self.conv3 = unit(row.reduce3, row.conv3, 3, **bn)
        self.reduce5 = unit(in_channels, row.reduce5, 1, **bn)
        self.conv5 = unit(row.reduce5, row.conv5, large, **bn)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.project = unit(in_channels, row.project, 1, **bn)

    def forward(self, x: Tensor) -> Tensor:
        branches = [
            self.conv1(x),  # (N, conv1, H, W)
            self.conv3(self.reduce3(x)),  # (N, conv3, H, W)
            self.conv5(self.reduce5(x)),  # (N, conv5, H, W)
            self.project(self.pool(x)),  # (N, project, H, W)
        ]
        return torch.cat(branches, dim=1)  # (N, out_channels, H, W)
