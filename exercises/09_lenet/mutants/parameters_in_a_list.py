"""Keep the layers in a list: PyTorch does not look into it."""
# expect: lenet-parameters
# says: {}

import torch.nn.functional as F
from torch import nn


class LeNet5(nn.Module):
    def __init__(self, in_channels=1, num_classes=10):
        super().__init__()
        self.convs = [
            nn.Conv2d(in_channels, 6, 5, padding=2),
            nn.Conv2d(6, 16, 5),
        ]
        sizes = [400, 120, 84, num_classes]
        self.linears = [nn.Linear(*sizes[i : i + 2]) for i in range(3)]

    def forward(self, x):
        for conv in self.convs:
            x = F.max_pool2d(F.relu(conv(x)), 2)
        x = x.flatten(1)
        for linear in self.linears[:-1]:
            x = F.relu(linear(x))
        return self.linears[-1](x)
