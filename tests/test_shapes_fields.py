"""`walk`: receptive fields against gradients, which cannot be wrong."""

import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab.shapes import walk  # noqa: E402

pytestmark = pytest.mark.torch


class Branches(nn.Module):
    """Two ways of different reach, joined by ``how``."""

    def __init__(self, a, b, how):
        super().__init__()
        self.a, self.b, self.how = a, b, how

    def forward(self, x):
        a, b = self.a(x), self.b(x)
        return torch.cat([a, b], 1) if self.how == "cat" else a + b


class Subsampled(nn.Module):
    def forward(self, x):
        return F.pad(x[:, :, 1::2, ::3], (2, 0, 1, 1))


SMALL = {
    "one": nn.Conv2d(2, 3, (3, 5)),
    "stride": nn.Sequential(nn.Conv2d(2, 3, 3, 3), nn.Conv2d(3, 2, (1, 4))),
    "dilation": nn.Sequential(
        nn.Conv2d(2, 3, 3, 2, dilation=2), nn.Conv2d(3, 1, 3, dilation=(1, 2))
    ),
    "same": nn.Conv2d(2, 3, 4, padding="same"),
    "same beside 1": Branches(
        nn.Conv2d(2, 2, 3, padding="same"), nn.Conv2d(2, 2, 3, padding=1), "+"
    ),
    "pools": nn.Sequential(
        nn.AvgPool2d(3, 2, 1), nn.Conv2d(2, 2, 3), nn.AvgPool2d(2)
    ),
    "groups": nn.Conv2d(2, 4, 5, groups=2),
    "residual": Branches(nn.Conv2d(2, 2, 3, padding=1), nn.Identity(), "+"),
    "inception": Branches(
        nn.Conv2d(2, 1, 5, 2, 2),
        nn.Sequential(nn.Conv2d(2, 3, 1), nn.Conv2d(3, 2, (3, 9), 2, (1, 4))),
        "cat",
    ),
    # Their fields begin at different pixels, so neither holds the other.
    "aside": Branches(
        nn.Conv2d(2, 1, 3, 2, 1), nn.AvgPool2d(2), "cat"
    ),
    "pad": nn.Sequential(nn.ZeroPad2d((2, 0, 0, 4)), nn.Conv2d(2, 2, 3)),
    "functions": nn.Sequential(Subsampled(), nn.Conv2d(2, 1, 3)),
    "shuffle": nn.Sequential(
        nn.Conv2d(2, 4, 3), nn.ChannelShuffle(2), nn.Conv2d(4, 1, 3)
    ),
}  # fmt: skip


def seen_by_gradient(net, shape, unit):
    """Height and width of the region where the gradient is not zero."""
    for p in net.parameters():
        nn.init.constant_(p, 1.0)
    x = torch.ones(1, *shape, requires_grad=True)
    row, column = unit
    net(x)[0, :, row, column].sum().backward()
    _, _, rows, columns = torch.nonzero(x.grad).unbind(1)
    return tuple(int(i.max() - i.min()) + 1 for i in (rows, columns))


@pytest.mark.parametrize("name", SMALL)
def test_field_is_where_the_gradient_is(name):
    net, shape = SMALL[name], (2, 48, 60)
    last = walk(net, shape).steps[-1]
    middle = tuple(n // 2 for n in last.shape[1:])
    assert last.field == seen_by_gradient(net, shape, middle)


@pytest.mark.parametrize("name", SMALL)
def test_jump_is_how_far_the_gradient_moves(name):
    net, shape = SMALL[name], (2, 48, 60)
    for p in net.parameters():
        nn.init.constant_(p, 1.0)
    last = walk(net, shape).steps[-1]
    row, column = (n // 2 for n in last.shape[1:])

    def first_seen(unit):
        x = torch.ones(1, *shape, requires_grad=True)
        net(x)[0, :, unit[0], unit[1]].sum().backward()
        return torch.nonzero(x.grad)[:, 2:].amin(0)

    moved = first_seen((row + 1, column + 1)) - first_seen((row, column))
    assert last.jump == tuple(moved.tolist())


class Gate(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x.mean((2, 3), keepdim=True))


@pytest.mark.parametrize(
    ("net", "sees"),
    [
        (nn.AdaptiveAvgPool2d(1), "all"),
        (nn.Flatten(), "all"),
        (nn.Sequential(nn.Flatten(), nn.Linear(2 * 8 * 10, 3)), "all"),
        (Gate(), "all"),
        (nn.GroupNorm(1, 2), "all"),
        (nn.ConvTranspose2d(2, 2, 3, 2), "?"),
        (nn.Upsample(scale_factor=2), "?"),
        (nn.AdaptiveAvgPool2d((3, 10)), "?"),
        (nn.AdaptiveAvgPool2d((4, 2)), "2x5"),
        (nn.BatchNorm2d(2), "1"),
    ],
)
def test_what_has_no_size_is_said_in_words(net, sees):
    last = walk(net, (2, 8, 10)).steps[-1]
    assert last.sees == sees
    assert (last.field is None) == (sees in ("all", "?"))


def test_layer_norm_over_channels_keeps_the_field():
    """As in ConvNeXt: channels to the end, norm, and back."""

    class Norm(nn.Module):
        def forward(self, x):
            y = F.layer_norm(x.permute(0, 2, 3, 1), (2,))
            return y.permute(0, 3, 1, 2)

    net = nn.Sequential(nn.Conv2d(2, 2, 3), Norm())
    assert walk(net, (2, 8, 10)).steps[-1].sees == "3"
