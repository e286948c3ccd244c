"""Put the ReLU between the layers, so that the last one has none."""
# expect: classic-vgg-forward
# says: the ReLU after the last convolution is missing


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        self.convs = nn.ModuleList()
        for k in range(depth):
            seen = out_channels if k else in_channels
            self.convs.append(nn.Conv2d(seen, out_channels, 3, padding=1))
        self.pool = nn.MaxPool2d(2, ceil_mode=True)

    def forward(self, x):
        for k, conv in enumerate(self.convs):
            x = conv(torch.relu(x) if k else x)
        return self.pool(x)
