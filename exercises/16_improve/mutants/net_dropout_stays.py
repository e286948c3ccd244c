"""Drop out by a function, which does not know of eval."""
# expect: improve-eval
# says: same pictures get the same logits


class ColourNet(Trainable):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 12, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(12)
        self.conv2 = nn.Conv2d(12, 24, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(24)
        self.conv3 = nn.Conv2d(24, 48, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(48)
        self.fc = nn.Linear(48, num_classes)

    def forward(self, x):
        for conv, bn in (
            (self.conv1, self.bn1),
            (self.conv2, self.bn2),
            (self.conv3, self.bn3),
        ):
            x = bn(nn.functional.max_pool2d(conv(x), 2)).relu()
        x = nn.functional.dropout(x.mean(dim=(2, 3)), 0.2)
        return self.fc(x)
