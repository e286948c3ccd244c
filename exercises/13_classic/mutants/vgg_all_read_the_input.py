"""Give every convolution in_channels, as the first one has."""
# expect: classic-vgg-layers
# says: convs.1.weight


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(in_channels, out_channels, 3, padding=1)
            for _ in range(depth)
        )
        self.pool = nn.MaxPool2d(2, ceil_mode=True)

    def forward(self, x):
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.pool(x)
