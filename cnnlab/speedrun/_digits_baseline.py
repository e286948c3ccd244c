"""Page 09's way, by the clock: what the fast recipes are compared with."""

from collections.abc import Callable, Sequence
from time import perf_counter

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.models import build

LR = 1e-3  # of Adam, its usual one
BATCH_SIZE = 128


def train_baseline(
    part: tuple[Tensor, Tensor],
    marks: Sequence[float],
    judge: Callable[[nn.Module], float],
    seed: int = 0,
    net: nn.Module | None = None,
) -> list[float]:
    """Train ``small_cnn``, and what ``judge`` says of it at each mark.

    Adam, 32 bits, no augmentation, a constant rate. The clock stands
    still while ``judge`` looks at the network.

    Parameters
    ----------
    part : normalized images ``(N, 1, 28, 28)``, and their classes ``(N,)``.
    marks : seconds of training, rising.
    net : another network to train in place of ``small_cnn``.

    Raises
    ------
    ValueError
        If ``marks`` do not rise.
    """
    if list(marks) != sorted(set(marks)):
        raise ValueError(f"`marks` (={list(marks)}) must rise")
    torch.manual_seed(seed)
    net = build("small_cnn") if net is None else net
    net.train()
    optimizer = torch.optim.Adam(net.parameters(), lr=LR)
    found: list[float] = []
    spent = 0.0
    while len(found) < len(marks):
        for chosen in torch.randperm(len(part[1])).split(BATCH_SIZE):
            start = perf_counter()
            _step(net, optimizer, part[0][chosen], part[1][chosen])
            spent += perf_counter() - start
            while len(found) < len(marks) and spent >= marks[len(found)]:
                found.append(judge(net))
            if len(found) == len(marks):
                break
    return found


def _step(
    net: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor
) -> None:
    loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
