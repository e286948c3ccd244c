"""The network of the race: whitening, then three groups that halve the map.

At widths 64, 256, 256 it is that of Jordan 2024, whose numbers of
parameters and multiply-adds are:

=============  =============  ==========  ===========
layer          output         parameters         MACs
=============  =============  ==========  ===========
conv 2x2       24 x 31 x 31          312      276,768
group 1        64 x 15 x 15       50,816   21,579,264
group 2        256 x 7 x 7       737,792  62,091,264
group 3        256 x 3 x 3     1,180,160  34,209,792
pool, linear   10                  2,560        2,560
=============  =============  ==========  ===========
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.speedrun.whiten import whitening_filters

PATCH = 2  # pixels: height and width of the whitening filters
PATCHES_FROM = 5_000  # images; more do not change the filters


class Group(nn.Module):
    """conv, pool, norm, GELU, conv, norm, GELU: half the height and width.

    Convolutions begin as the identity on as many channels as there are, so
    that at first the layer passes on what it gets. Norms have no scale: the
    next convolution has one.
    """

    def __init__(self, C_in: int, C_out: int, momentum: float) -> None:
        super().__init__()
        self.conv1 = _conv(C_in, C_out)
        self.norm1 = _norm(C_out, momentum)
        self.conv2 = _conv(C_out, C_out)
        self.norm2 = _norm(C_out, momentum)

    def forward(self, x: Tensor) -> Tensor:
        # The pool comes first, so that all behind it has a quarter to do.
        x = F.max_pool2d(self.conv1(x), 2)
        x = F.gelu(self.norm1(x))
        return F.gelu(self.norm2(self.conv2(x)))


class SpeedNet(nn.Module):
    """Takes ``(N, C, 32, 32)``, gives scores ``(N, 10)``.

    Parameters
    ----------
    widths : channels of the three groups.
    scale : a factor on the scores, so that the softmax is not sure early.
    momentum : share of the last running mean that a batch norm keeps.
    stride : of the whitening layer. At 2 each pixel is in one patch, nothing
        is lost, and all layers behind have a quarter to do.
    """

    def __init__(
        self,
        widths: Sequence[int] = (64, 256, 256),
        scale: float = 1 / 9,
        momentum: float = 0.6,
        in_channels: int = 3,
        stride: int = 1,
    ) -> None:
        super().__init__()
        count = 2 * in_channels * PATCH**2
        self.whiten = nn.Conv2d(in_channels, count, PATCH, stride)
        self.whiten.weight.requires_grad_(False)
        nn.init.zeros_(self.whiten.bias)
        pairs = zip([count, *widths[:-1]], widths, strict=True)
        self.groups = nn.Sequential(*(Group(*p, momentum) for p in pairs))
        self.linear = nn.Linear(widths[-1], 10, bias=False)
        self.scale = scale

    def whiten_by(self, images: Tensor) -> None:
        """Compute the first layer from these images."""
        filters = whitening_filters(images[:PATCHES_FROM], PATCH)
        self.whiten.weight.data.copy_(filters)

    def forward(self, x: Tensor) -> Tensor:
        x = self.groups(F.gelu(self.whiten(x)))  # (N, 256, 3, 3)
        x = F.max_pool2d(x, x.shape[-1]).flatten(1)  # (N, 256)
        return self.linear(x) * self.scale


def _conv(C_in: int, C_out: int) -> nn.Conv2d:
    conv = nn.Conv2d(C_in, C_out, 3, padding=1, bias=False)
    nn.init.dirac_(conv.weight.data[:C_in])
    return conv


def _norm(channels: int, momentum: float) -> nn.BatchNorm2d:
    # PyTorch's `momentum` is the share of the new value, not of the old.
    norm = nn.BatchNorm2d(channels, eps=1e-12, momentum=1 - momentum)
    norm.weight.requires_grad_(False)
    return norm


@torch.no_grad()
def scores(net: nn.Module, x: Tensor, looks: int = 0) -> Tensor:
    """Scores ``(N, 10)``, averaged over looks at the same images.

    Parameters
    ----------
    looks : 0 for the images as they are; 1 adds their mirror images; 2 adds
        both again, moved by a pixel to the lower right and the upper left.
    """
    found = net(x).float()
    if looks >= 1:
        found = (found + net(x.flip(3)).float()) / 2
    if looks >= 2:
        H, W = x.shape[2:]
        framed = F.pad(x, (1, 1, 1, 1), mode="reflect")
        moved = (framed[:, :, :H, :W], framed[:, :, 2:, 2:])
        found = found / 2 + sum(scores(net, part, 1) for part in moved) / 4
    return found
