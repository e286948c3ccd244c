"""Take the two steps for one layer, with one activation at its end."""
# expect: eff-separable
# says: ReLU after the depthwise step is missing


class SeparableConv(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        C = in_channels
        self.depthwise = nn.Conv2d(
            C, C, 3, stride, padding=1, groups=C, bias=False
        )
        self.bn1 = nn.BatchNorm2d(C)
        self.pointwise = nn.Conv2d(C, out_channels, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        x = self.bn1(self.depthwise(x))
        return self.bn2(self.pointwise(x)).relu()
