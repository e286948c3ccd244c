"""What a loss may add for large weights."""

import torch
from torch import Tensor, nn


def penalty(model: nn.Module, l1: float = 0, l2: float = 0) -> Tensor:
    """``l1 * sum |w| + l2 / 2 * sum w^2`` over weights, not biases.

    A weight has two axes or more; biases and the scales of norms have one
    and are left alone. By its gradient, L2 pulls a weight in proportion to
    its size, ``l2 * w``, and L1 by the same amount ``l1`` at any size, so
    that small ones end at 0.

    With plain SGD, L2 is what `TrainConfig.weight_decay` does. With Adam it
    is not: there a gradient is divided by its own running size, the
    penalty's share with it, while AdamW's decay stays outside (Loshchilov
    and Hutter, "Decoupled weight decay regularization", 2019).

    Examples
    --------
    >>> layer = nn.Linear(2, 1)
    >>> _ = nn.init.constant_(layer.weight, 3.0)
    >>> penalty(layer, l1=1.0).item(), penalty(layer, l2=1.0).item()
    (6.0, 9.0)
    """
    weights = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    total = torch.zeros((), device=weights[0].device if weights else None)
    for w in weights:
        if l1:
            total = total + l1 * w.abs().sum()
        if l2:
            total = total + l2 / 2 * (w * w).sum()
    return total


def gradient_norms(model: nn.Module) -> dict[str, float]:
    """Length of each parameter's gradient, after ``loss.backward()``.

    In the order of the network, so that one can see it vanish or explode
    on its way down.
    """
    return {
        name: p.grad.norm().item()
        for name, p in model.named_parameters()
        if p.grad is not None
    }
