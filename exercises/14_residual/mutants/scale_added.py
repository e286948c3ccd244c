"""Add the gates to the maps."""
# expect: residual-scale
# says: the gates are added


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        self.w1 = nn.Linear(channels, channels // reduction)
        self.w2 = nn.Linear(channels // reduction, channels)

    def gates(self, u):
        z = u.mean(dim=(2, 3))
        return torch.sigmoid(self.w2(torch.relu(self.w1(z))))

    def forward(self, u):
        return self.gates(u)[:, :, None, None] + u
