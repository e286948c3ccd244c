"""Ants and bees for `record_bees`: photos, features, ways to train."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from probe import Data, share
from torch import Tensor, nn

from cnnlab import data, models

SIZE = 160  # pixels: half the work of 224
HELD_OUT = 0.2  # share of the training photos that choices look at
UPPER = 12  # the blocks from here on are trained again
FASTER = 10  # what "fast" is to "slow"


@dataclass(frozen=True)
class Bees:
    """Photos of two classes and the network that looks at them.

    ``x`` and ``y`` have ``train`` and ``test``: photos ``(N, 3, 160, 160)``
    in ImageNet's scale, and labels.
    """

    found: data.Dataset
    net: nn.Module
    x: dict[str, Tensor]
    y: dict[str, Tensor]

    def parts(self, seed: int) -> tuple[Tensor, Tensor]:
        """Training photos to learn from, and those that are held out."""
        own, held = self.found.split(HELD_OUT, seed)
        return torch.tensor(own), torch.tensor(held)


def load(folder: Path, net: nn.Module) -> Bees:
    found = data.image_folder(folder, SIZE)
    mean = torch.tensor(models.IMAGENET_MEAN)[:, None, None]
    std = torch.tensor(models.IMAGENET_STD)[:, None, None]
    x, y = {}, {}
    for part in ("train", "test"):
        images, y[part] = found.tensors(part)
        x[part] = (images - mean) / std
    return Bees(found, net, x, y)


@torch.no_grad()
def cuts(net: nn.Module, x: Tensor) -> list[Tensor]:
    """Pooled features after each block, ``(N, C)``, all in one pass.

    The first entry is the mean colour, before any block.
    """
    net.eval()
    batches = []
    for h in x.split(8):
        h = h.contiguous(memory_format=torch.channels_last)
        found = [h.mean((2, 3))]
        for block in net.features:
            h = block(h)
            found.append(h.mean((2, 3)))
        batches.append(found)
    return [torch.cat(parts) for parts in zip(*batches, strict=True)]


@torch.no_grad()
def before_upper(net: nn.Module, x: Tensor) -> Tensor:
    """What the blocks that stay as they are hand on."""
    net.eval()
    return torch.cat([net.features[:UPPER](h) for h in x.split(8)])


class Upper(nn.Module):
    """The last blocks of a network and a head of its own."""

    first = UPPER

    def __init__(self, net: nn.Module, head: nn.Linear) -> None:
        super().__init__()
        self.base = deepcopy(net.features[self.first :])
        self.head = deepcopy(head)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.base(x).mean((2, 3)))


class Whole(Upper):
    """All blocks and a head."""

    first = 0


def keep_norms(part: nn.Module) -> None:
    """Batch norms of ``part`` keep their statistics while it trains."""
    for module in part.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
            module.train = lambda mode=True, module=module: module


def ways(
    kind: type[Upper], net: nn.Module, head: nn.Linear, slow: float
) -> dict[str, tuple[nn.Module, float, dict]]:
    """name -> a network to train, its rate, what else `fit` is told."""
    fresh = nn.Linear(head.in_features, head.out_features)
    fast = FASTER * slow
    kept = kind(net, head)
    keep_norms(kept.base)
    found = {
        "tune": (kind(net, head), slow, {}),
        "tune, norms kept": (kept, slow, {}),
        "two rates": (
            kind(net, fresh), fast, {"lr_scales": {"base": 1 / FASTER}}
        ),
        "at once, slow": (kind(net, fresh), slow, {}),
        "at once, fast": (kind(net, fresh), fast, {}),
    }  # fmt: skip
    if kind is Whole:
        untrained = models.efficientnet_lite0()
        found["scratch"] = (kind(untrained, fresh), fast, {})
    return found


@torch.no_grad()
def kept_answers(net: nn.Module, base: nn.Module, x: Tensor) -> float:
    """Share of photos that the old head still calls by the same name."""
    answers = []
    for part in (net.features[-len(base) :], base.eval()):
        rows = torch.cat([part(h).mean((2, 3)) for h in x.split(8)])
        answers.append(net.classifier(rows).argmax(1))
    return (answers[0] == answers[1]).float().mean().item()


@torch.no_grad()
def named_share(net: nn.Module, rows: Tensor, labels: Tensor) -> float:
    """Without any training: is the old head surer of "ant" or of "bee"?"""
    names = models.imagenet_classes()
    pair = [names.index(name) for name in ("ant", "bee")]
    return share(net.classifier(rows)[:, pair], labels)


def of(x: Tensor, y: Tensor, part: Tensor) -> Data:
    """The images and labels of a part."""
    return x[part], y[part]
