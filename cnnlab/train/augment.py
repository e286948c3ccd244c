"""Random changes of training images that keep their labels.

All images of a batch are changed at once, each in its own way, on whatever
device they are. Randomness comes from torch's generator, which `fit` seeds
for each epoch: a resumed run meets the same images.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Augment:
    """What may happen to an image; each number is a largest amount.

    Call it with images ``(N, C, H, W)``; it returns as many of the same
    shape. What comes in from outside an image is ``fill``.

    Parameters
    ----------
    rotate : degrees, to either side.
    shift : pixels, in each direction.
    rescale : share by which the image may grow or shrink.
    stretch : share by which it may grow in width alone, or shrink.
    shear : degrees by which upright lines may lean.
    flip : left and right are swapped, in every second image.
    crop : pixels of border that are added before a window of the old size
        is cut out; whole pixels, so nothing is blurred.
    cutout : side in pixels of a square that is blanked.

    Examples
    --------
    >>> x = torch.arange(6.0).reshape(1, 1, 2, 3)
    >>> torch.equal(Augment()(x), x)
    True
    """

    rotate: float = 0
    shift: float = 0
    rescale: float = 0
    stretch: float = 0
    shear: float = 0
    flip: bool = False
    crop: int = 0
    cutout: int = 0
    fill: float = 0

    def __post_init__(self) -> None:
        limits = {
            "rotate": 180, "rescale": 0.9, "stretch": 0.9, "shear": 80,
            "shift": math.inf, "crop": math.inf, "cutout": math.inf,
        }  # fmt: skip
        for name, limit in limits.items():
            value = getattr(self, name)
            if not 0 <= value <= limit:
                raise ValueError(
                    f"`{name}` (={value!r}) must be from 0 to {limit}"
                )

    def __call__(self, x: Tensor) -> Tensor:
        if x.dim() != 4:
            raise ValueError(
                f"`x` must be (N, C, H, W), got shape {tuple(x.shape)}: "
                "use x[None] for a single image"
            )
        affine = (
            self.rotate, self.shift, self.rescale, self.stretch, self.shear
        )  # fmt: skip
        if any(affine):
            x = warp(x, self._matrices(x), self.fill)
        if self.flip:
            swapped = torch.rand(len(x), 1, 1, 1, device=x.device) < 0.5
            x = torch.where(swapped, x.flip(3), x)
        if self.crop:
            x = self._cropped(x)
        if self.cutout:
            x = self._cut_out(x)
        return x

    def _matrices(self, x: Tensor) -> Tensor:
        """``(N, 2, 3)`` in pixels from the centre: where a pixel comes from.

        To turn an image to the left, each pixel looks to the right: these
        are the inverses of what happens to the image.
        """

        def up_to(limit: float) -> Tensor:
            """Uniform in +-limit, one for each image."""
            return (2 * torch.rand(len(x), device=x.device) - 1) * limit

        angle = up_to(math.radians(self.rotate))
        lean = torch.tan(up_to(math.radians(self.shear)))
        height = 1 + up_to(self.rescale)
        width = height * (1 + up_to(self.stretch))
        cos, sin = angle.cos(), angle.sin()
        top = torch.stack([cos / width, (lean * cos - sin) / width], 1)
        low = torch.stack([sin / height, (lean * sin + cos) / height], 1)
        moved = torch.stack([up_to(self.shift), up_to(self.shift)], 1)
        linear = torch.stack([top, low], 1)  # (N, 2, 2): x first, then y
        return torch.cat([linear, moved[:, :, None]], 2)

    def _cropped(self, x: Tensor) -> Tensor:
        """Windows at random places of the images with a border."""
        N, C, H, W = x.shape
        padded = F.pad(x, (self.crop,) * 4, value=self.fill)
        places = (N, 2 * self.crop + 1)
        top, left = (
            torch.randint(places[1], (N,), device=x.device) for _ in range(2)
        )
        rows = top[:, None] + torch.arange(H, device=x.device)  # (N, H)
        cols = left[:, None] + torch.arange(W, device=x.device)  # (N, W)
        n = torch.arange(N, device=x.device)[:, None, None, None]
        c = torch.arange(C, device=x.device)[None, :, None, None]
        return padded[n, c, rows[:, None, :, None], cols[:, None, None, :]]

    def _cut_out(self, x: Tensor) -> Tensor:
        """A blank square whose centre is anywhere in the image."""
        N, _, H, W = x.shape
        inside = []
        for size in (H, W):
            centre = torch.randint(size, (N, 1), device=x.device)
            place = torch.arange(size, device=x.device)
            start = centre - self.cutout // 2
            inside.append((place >= start) & (place < start + self.cutout))
        blank = inside[0][:, None, :, None] & inside[1][:, None, None, :]
        return x.masked_fill(blank, self.fill)


def warp(x: Tensor, matrices: Tensor, fill: float = 0) -> Tensor:
    """Move pixels by ``(N, 2, 3)`` matrices, in pixels from the centre.

    Output pixel ``p`` shows the input at ``A p + t``, between pixels by
    bilinear interpolation.
    """
    H, W = x.shape[2:]
    # grid_sample counts from -1 to 1 over each axis, whatever its length.
    half = torch.tensor([W / 2, H / 2], device=x.device)
    scale = half[None, None, :] / half[None, :, None]  # (1, 2, 2)
    linear = matrices[:, :, :2] * scale
    offset = matrices[:, :, 2:] / half[None, :, None]
    grid = F.affine_grid(
        torch.cat([linear, offset], 2), list(x.shape), align_corners=False
    )
    return F.grid_sample(x - fill, grid, align_corners=False) + fill
