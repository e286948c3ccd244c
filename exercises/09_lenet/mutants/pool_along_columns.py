"""Multiply by shape (C,) as it is: it lies along the columns."""
# expect: lenet-pool
# says: lie along the columns

import torch
import torch.nn.functional as F
from torch import nn


class TrainablePool(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        total = 4 * F.avg_pool2d(x, 2)
        return total * self.weight + self.bias
