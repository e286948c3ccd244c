"""Keep the 1x1 for t = 1 too, as the figure of the paper has it."""
# expect: eff-bottleneck
# says: Expected a dict of 6 items


class InvertedResidual(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, t=6):
        super().__init__()
        wide = t * in_channels
        self.expand = nn.Conv2d(in_channels, wide, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide)
        self.depthwise = nn.Conv2d(
            wide, wide, 3, stride, padding=1, groups=wide, bias=False
        )
        self.bn2 = nn.BatchNorm2d(wide)
        self.project = nn.Conv2d(wide, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.adds_input = stride == 1 and in_channels == out_channels

    def forward(self, x):
        y = nn.functional.relu6(self.bn1(self.expand(x)))
        y = nn.functional.relu6(self.bn2(self.depthwise(y)))
        y = self.bn3(self.project(y))
        return x + y if self.adds_input else y
