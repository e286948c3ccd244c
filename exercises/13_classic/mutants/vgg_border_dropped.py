"""Take the pooling as it is by default, which drops the end of an odd map."""
# expect: classic-vgg-forward
# says: the border of an odd map is dropped


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        self.convs = nn.ModuleList()
        for k in range(depth):
            seen = out_channels if k else in_channels
            self.convs.append(nn.Conv2d(seen, out_channels, 3, padding=1))
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.pool(x)
