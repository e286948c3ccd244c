"""Take the ReLU first, then the norm."""
# expect: residual-dense
# says: the ReLU stands before the batch norm


class DenseLayer(nn.Module):
    def __init__(self, in_channels, growth):
        super().__init__()
        self.bn = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, growth, 3, padding=1, bias=False)

    def forward(self, x):
        new = self.conv(self.bn(torch.relu(x)))
        return torch.cat([x, new], dim=1)
