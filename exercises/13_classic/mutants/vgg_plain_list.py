"""Keep the layers in a Python list, where PyTorch does not find them."""
# expect: classic-vgg-layers
# says: Expected a dict of 4 items


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        self.convs = []
        for k in range(depth):
            seen = out_channels if k else in_channels
            self.convs.append(nn.Conv2d(seen, out_channels, 3, padding=1))
        self.pool = nn.MaxPool2d(2, ceil_mode=True)

    def forward(self, x):
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.pool(x)
