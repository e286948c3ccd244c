"""End with a softmax: the weights then sum to 1, as weights should."""
# expect: residual-gates
# says: a softmax makes the channels compete


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        self.w1 = nn.Linear(channels, channels // reduction)
        self.w2 = nn.Linear(channels // reduction, channels)

    def gates(self, u):
        z = u.mean(dim=(2, 3))
        return torch.softmax(self.w2(torch.relu(self.w1(z))), dim=-1)

    def forward(self, u):
        return self.gates(u)[:, :, None, None] * u
