"""Put an activation behind every convolution, as everywhere else."""
# expect: eff-inverted
# says: the bottleneck goes through ReLU6


class InvertedResidual(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, t=6):
        super().__init__()
        wide = t * in_channels
        self.expand = self.bn1 = nn.Identity()
        if t > 1:
            self.expand = nn.Conv2d(in_channels, wide, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(wide)
        self.depthwise = nn.Conv2d(
            wide, wide, 3, stride, padding=1, groups=wide, bias=False
        )
        self.bn2 = nn.BatchNorm2d(wide)
        self.project = nn.Conv2d(wide, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.activation = nn.ReLU6()
        self.expands = t > 1
        self.adds_input = stride == 1 and in_channels == out_channels

    def forward(self, x):
        y = self.bn1(self.expand(x))
        y = self.activation(y) if self.expands else y
        y = self.activation(self.bn2(self.depthwise(y)))
        y = self.activation(self.bn3(self.project(y)))
        return x + y if self.adds_input else y
