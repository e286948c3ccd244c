"""What to do about a loss that is not a number."""

import torch
from torch import Tensor

LARGE = 20  # images in [0, 1], or normalized ones, stay below this


def advice(lr: float, when: str, x: Tensor) -> str:
    """The likely cause and its mend, from the images and the rate."""
    words = f"the loss is not finite by {when}: "
    if not torch.isfinite(x).all():
        return words + "the training images hold NaN or infinity, mend them"
    scale = x.abs().max().item()
    if scale > LARGE:
        return words + (
            f"the training images reach {scale:g}, scale them to [0, 1]"
        )
    return words + (
        f"try a smaller `lr` (={lr:g}), a tenth of it say, or "
        "precision='fp32' if this was bf16; then look at how the weights start"
    )
