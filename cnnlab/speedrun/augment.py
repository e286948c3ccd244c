"""Flips that take turns, and shifts, for a whole epoch of images at once."""

import torch
import torch.nn.functional as F
from torch import Tensor


def first_side(count: int, generator: torch.Generator) -> Tensor:
    """Which images begin mirrored: ``(count,)`` of bool, half of them."""
    return torch.rand(count, generator=generator) < 0.5


def mirrored(first: Tensor, epoch: int) -> Tensor:
    """Which images are mirrored in an epoch: the other side each time.

    Random flips show the same side twice running half of the time. So two
    epochs show ``1.5 N`` different pictures by chance, and ``2 N`` in turn.
    """
    return first if epoch % 2 == 0 else ~first


def flip(images: Tensor, which: Tensor) -> Tensor:
    """Mirror some of ``images`` ``(N, C, H, W)``: those where ``which``."""
    return torch.where(which[:, None, None, None], images.flip(3), images)


def reflect(images: Tensor, border: int) -> Tensor:
    """A border of ``border`` pixels that mirrors what is inside."""
    return F.pad(images, 4 * (border,), mode="reflect") if border else images


def crop(images: Tensor, corners: Tensor, size: int) -> Tensor:
    """Cut a square out of each image, at its own place.

    Parameters
    ----------
    images : ``(N, C, H, W)``.
    corners : ``(N, 2)``, row and column of the upper left pixel.
    size : height and width of the square.

    Returns
    -------
    squares : ``(N, C, size, size)``, channels last in memory.
    """
    line = torch.arange(size, device=images.device)
    rows = (corners[:, :1] + line)[:, :, None]
    columns = (corners[:, 1:] + line)[:, None, :]
    n = torch.arange(len(images), device=images.device)[:, None, None]
    return images.permute(0, 2, 3, 1)[n, rows, columns].permute(0, 3, 1, 2)


def random_corners(
    count: int, border: int, generator: torch.Generator
) -> Tensor:
    """A place for each crop: ``(count, 2)``, from 0 to ``2 * border``."""
    return torch.randint(2 * border + 1, (count, 2), generator=generator)
