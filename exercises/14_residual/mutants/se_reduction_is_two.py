"""Write the number of the slides, C/2, where the argument belongs."""
# expect: residual-se-layers
# says: w1.weight


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        self.w1 = nn.Linear(channels, channels // 2)
        self.w2 = nn.Linear(channels // 2, channels)

    def gates(self, u):
        z = u.mean(dim=(2, 3))
        return torch.sigmoid(self.w2(torch.relu(self.w1(z))))

    def forward(self, u):
        return self.gates(u)[:, :, None, None] * u
