"""Pool with maxima, as all networks before did."""
# expect: residual-transition
# says: the pooling takes the largest number


class Transition(nn.Module):
    def __init__(self, in_channels):
        super().__init__()
        half = in_channels // 2
        self.bn = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, half, 1, bias=False)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        return self.pool(self.conv(torch.relu(self.bn(x))))
