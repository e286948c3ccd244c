"""The best linear classifier on features: softmax regression."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Data = tuple[Tensor, Tensor]
DECAYS = (1e-4, 1e-3, 1e-2, 1e-1)  # L2 strengths that are tried


def linear_probe(
    x: Tensor, y: Tensor, decay: float, each: bool = False
) -> nn.Linear:
    """The best linear classifier of rows ``(N, D)``: softmax regression.

    The loss with ``decay / 2`` times the squared weights is convex, so there
    is one minimum, no seed and no learning rate. Features are brought to
    size 1 for the search, all together or ``each`` by itself; the layer that
    returns takes them as they are.
    """
    mean = x.mean(0)
    size = (x - mean).square().mean().sqrt()
    if each:
        size = x.std(0).clamp(min=1e-2)
    z = (x - mean) / size
    head = nn.Linear(x.shape[1], int(y.max()) + 1)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    search = torch.optim.LBFGS(
        head.parameters(), max_iter=60, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        search.zero_grad()
        value = F.cross_entropy(head(z), y)
        value = value + decay / 2 * head.weight.square().sum()
        value.backward()
        return value

    search.step(loss)
    with torch.no_grad():
        head.weight /= size
        head.bias -= head.weight @ mean
    return head


def best_probe(
    x: Tensor, y: Tensor, x_valid: Tensor, y_valid: Tensor, each: bool = False
) -> tuple[nn.Linear, float]:
    """The probe whose decay does best on the validation part."""
    heads = [linear_probe(x, y, decay, each) for decay in DECAYS]
    right = [share(head(x_valid), y_valid) for head in heads]
    best = max(range(len(heads)), key=right.__getitem__)
    return heads[best], right[best]


def share(logits: Tensor, y: Tensor) -> float:
    """Share of right answers."""
    return (logits.argmax(1) == y).float().mean().item()
