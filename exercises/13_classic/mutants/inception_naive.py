"""Let the 5x5 read all maps, beside its reduction and not behind it."""
# expect: classic-inception-layers
# says: conv5.weight


class Inception(nn.Module):
    def __init__(
        self, in_channels, conv1, reduce3, conv3, reduce5, conv5, project
    ):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, conv1, 1)
        self.reduce3 = nn.Conv2d(in_channels, reduce3, 1)
        self.conv3 = nn.Conv2d(reduce3, conv3, 3, padding=1)
        self.reduce5 = nn.Conv2d(in_channels, reduce5, 1)
        self.conv5 = nn.Conv2d(in_channels, conv5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.project = nn.Conv2d(in_channels, project, 1)

    def forward(self, x):
        small = torch.relu(self.conv1(x))
        middle = torch.relu(self.conv3(torch.relu(self.reduce3(x))))
        large = torch.relu(self.conv5(x))
        pooled = torch.relu(self.project(self.pool(x)))
        return torch.cat([small, middle, large, pooled], dim=1)
