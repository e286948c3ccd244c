"""Average over the images too, as a batch norm does."""
# expect: residual-gates
# says: the squeeze averages the images too


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        self.w1 = nn.Linear(channels, channels // reduction)
        self.w2 = nn.Linear(channels // reduction, channels)

    def gates(self, u):
        z = u.mean(dim=(0, 2, 3))
        return torch.sigmoid(self.w2(torch.relu(self.w1(z))))

    def forward(self, u):
        return self.gates(u)[:, None, None] * u
