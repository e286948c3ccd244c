"""Pictures as tensors with mean 0 and standard deviation 1 per channel."""

from dataclasses import dataclass

import torch
from torch import Tensor

from cnnlab import data

Part = tuple[Tensor, Tensor]  # images (N, C, H, W), classes (N,)


@dataclass(frozen=True)
class Parts:
    """To learn from, to choose by (or None), to report."""

    learn: Part
    valid: Part | None
    test: Part


def normalized(
    pictures: data.Dataset, count: int | None = None, held_out: int = 0
) -> Parts:
    """Centre and scale by the numbers of the part that is learned from.

    Parameters
    ----------
    count : at most so many images to learn from and as many to report.
    held_out : images that are kept from learning, each class its share.
    """
    x, y = pictures.tensors("train")
    chosen, valid = torch.arange(len(x)), None
    if held_out:
        chosen, valid = map(torch.tensor, pictures.split(held_out))
    chosen = chosen[:count]
    std, mean = torch.std_mean(x[chosen], (0, 2, 3), keepdim=True)
    x = (x - mean) / std
    test_x, test_y = pictures.tensors("test")
    test = ((test_x - mean) / std)[:count], test_y[:count]
    kept = None if valid is None else (x[valid], y[valid])
    return Parts((x[chosen], y[chosen]), kept, test)
