"""Forget the padding: each convolution takes two rows and two columns."""
# expect: classic-vgg-forward
# says: the padding of the convolutions is missing


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, depth=2):
        super().__init__()
        self.convs = nn.ModuleList()
        for k in range(depth):
            seen = out_channels if k else in_channels
            self.convs.append(nn.Conv2d(seen, out_channels, 3))
        self.pool = nn.MaxPool2d(2, ceil_mode=True)

    def forward(self, x):
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.pool(x)
