"""A network that two CPU cores can train in seconds on 28x28 images.

At the widths of ``digits.RECIPES["fashion_mnist"]``:

====================  ============  ==========  =========
layer                 output        parameters       MACs
====================  ============  ==========  =========
conv 5x5 / 2, frozen  24 x 14 x 14         600    117,600
conv 3x3, pool, BN    48 x 7 x 7        10,464  2,032,128
conv 3x3, BN          64 x 7 x 7        27,776  1,354,752
conv 3x3, BN, + x     64 x 7 x 7        36,992  1,806,336
pool 2x2, linear      10                10,240     10,240
====================  ============  ==========  =========

Products in bf16 are so cheap on such a CPU that normalizing and pooling
cost as much as convolving. So the first layer halves the resolution, and
the first block halves it again before it normalizes.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.speedrun.whiten import whitening_filters

PATCHES_FROM = 5_000  # images; more do not change the filters
KERNEL = 5  # pixels, of the first layer
PATCH_STRIDE = 3  # pixels; neighbouring patches tell the same twice
FLOOR = 5e-3  # added to a patch direction's variance: noise stays small


class ConvNorm(nn.Module):
    """3x3 CONV (-POOL), batch norm without a scale, ReLU (plus the input).

    Without the scale ``weight`` of batch norm the optimizer has nothing
    that undoes the normalization.
    """

    def __init__(self, C_in: int, C_out: int, pool: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(C_in, C_out, 3, padding=1, bias=False)
        self.pool = nn.MaxPool2d(2) if pool else nn.Identity()
        self.norm = nn.BatchNorm2d(C_out)
        self.norm.weight.requires_grad_(False)
        self.residual = C_in == C_out and not pool

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.norm(self.pool(self.conv(x))))
        return x + y if self.residual else y


class DigitsNet(nn.Module):
    """Frozen whitening layer, `ConvNorm` for each width, one linear layer.

    Takes ``(N, 1, H, W)``, returns scores ``(N, 10)``. The first of
    ``widths`` is the whitening layer's, the second block pools.

    Parameters
    ----------
    size : height and width of an image in pixels.
    scale : a factor on the scores; the smaller, the later the softmax is
        sure of itself.
    """

    def __init__(
        self, widths: Sequence[int], size: int = 28, scale: float = 0.11
    ) -> None:
        super().__init__()
        most = 2 * KERNEL**2
        if len(widths) < 2 or widths[0] % 2 or widths[0] > most:
            raise ValueError(
                f"`widths` (={tuple(widths)}) must be two or more, the first "
                f"of them even and at most {most}, such as (32, 64)"
            )
        first, *rest = widths
        self.whiten = nn.Conv2d(
            1, first, KERNEL, stride=2, padding=KERNEL // 2, bias=False
        )
        self.whiten.requires_grad_(False)
        pairs = zip(widths, rest, strict=False)
        blocks = [ConvNorm(*pair, pool=k == 0) for k, pair in enumerate(pairs)]
        self.blocks = nn.Sequential(*blocks)
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        features = rest[-1] * (-(-size // 8)) ** 2
        self.linear = nn.Linear(features, 10, bias=False)
        nn.init.normal_(self.linear.weight, std=features**-0.5)
        self.scale = scale

    def whiten_by(self, images: Tensor) -> None:
        """Compute the first layer: filters of the largest variances."""
        both = whitening_filters(
            images[:PATCHES_FROM], KERNEL, PATCH_STRIDE, FLOOR
        )
        half = len(self.whiten.weight) // 2
        chosen = [part[:half] for part in both.chunk(2)]
        self.whiten.weight.data.copy_(torch.cat(chosen))

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.whiten(x))  # (N, 24, 14, 14)
        x = self.blocks(x)  # (N, 64, 7, 7)
        x = self.pool(x)  # (N, 64, 4, 4)
        # Channels last lie in this order in memory: flatten copies nothing.
        return self.linear(x.permute(0, 2, 3, 1).flatten(1)) * self.scale
