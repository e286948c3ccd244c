"""Halve the map in the second convolution: the shapes fit all the same."""
# expect: residual-projection
# says: the stride is in the second convolution


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        C, D = in_channels, out_channels
        self.conv1 = nn.Conv2d(C, D, 3, 1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(D)
        self.conv2 = nn.Conv2d(D, D, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(D)
        self.shortcut = nn.Identity()
        if C != D or stride != 1:
            projection = nn.Conv2d(C, D, 1, stride, bias=False)
            self.shortcut = nn.Sequential(projection, nn.BatchNorm2d(D))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu(y + self.shortcut(x))
