"""Record chapter 12's sweeps: what normalizing a network's maps changes.

    python tools/record_norms.py [--seeds N]

Small networks on 640 digits of 10x10 pixels, each claim about batch norm in
its own sweep. Errors are of a validation part, except where a name ends in
``_test``. Stop it at any time: the same command goes on.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

import torch
import torch.nn.functional as F
from record import RESULTS, Data, command_line, whole_mnist
from torch import Tensor, nn

from cnnlab import data, hardware
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

IMAGES, VALIDATION = 640, 1_000  # each class its share
WIDTH = 12  # kernels of each convolution
DEEP, SHALLOW = 10, 5  # convolutions
RATES = (0.003, 0.01, 0.03, 0.1)  # for the deep networks
SCALES = (0.25, 4.0)  # of the first weights
SCALE_RATE = 0.01  # the first scale, 1, stands among the rates
BATCHES = (2, 32)
GHOSTS = (4, 64)  # images that share one mean, in steps of 64
GHOST_IMAGES = 320
CONFIG = TrainConfig(
    epochs=12, batch_size=32, lr=0.03, weight_decay=0.0,
    schedule="constant", device="cpu", precision="fp32",
)  # fmt: skip
NORMS = {
    "batch": nn.BatchNorm2d,
    "group": lambda C: nn.GroupNorm(3, C),
    "layer": lambda C: nn.GroupNorm(1, C),
    "instance": lambda C: nn.GroupNorm(C, C),
}
Norm = Callable[[int], nn.Module] | None
Run = tuple[str, Callable[[], nn.Module], dict]  # name, network, settings


def small(x: Tensor) -> Tensor:
    """The middle 20x20 pixels of digits, averaged two by two: 10x10."""
    return F.avg_pool2d(x[..., 4:24, 4:24], 2)


def conv_net(
    depth: int, norm: Norm = None, scale: float = 1.0, after: bool = False
) -> nn.Sequential:
    """``depth`` convolutions in a row, pooled after the first.

    The weights start as He et al. say, times ``scale``. The norm stands
    before the ReLU, or ``after`` it.
    """
    layers, channels = [], 1
    for number in range(depth):
        conv = nn.Conv2d(channels, WIDTH, 3, padding=1, bias=norm is None)
        nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
        conv.weight.data *= scale
        rest = [nn.ReLU()] if norm is None else [norm(WIDTH), nn.ReLU()]
        layers += [conv, *(rest[::-1] if after else rest)]
        if number == 0:
            layers.append(nn.MaxPool2d(2))
        channels = WIDTH
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(25 * WIDTH, 10))


class GhostNorm(nn.BatchNorm2d):
    """Batch norm that sees ``ghost`` images at a time, not the batch."""

    def __init__(self, channels: int, ghost: int) -> None:
        super().__init__(channels)
        self.ghost = ghost

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        return torch.cat([super(GhostNorm, self).forward(part)
                          for part in x.split(self.ghost)])  # fmt: skip


class NoisyNorm(nn.BatchNorm2d):
    """Batch norm, and then a shift and a stretch that jump at each step.

    After Santurkar et al. 2018, section 2.1: the distribution of the
    noise, and not only the noise, is drawn anew each time.
    """

    def forward(self, x: Tensor) -> Tensor:
        x = super().forward(x)
        if not self.training:
            return x
        mean = torch.rand(1, x.shape[1], 1, 1) - 0.5  # -0.5 to 0.5
        std = 1 + 0.25 * torch.rand(1, x.shape[1], 1, 1)  # 1 to 1.25
        own = 0.1 * (2 * torch.rand(2, len(x), x.shape[1], 1, 1) - 1)
        return x * (std + own[0]) + mean + own[1]


def learn(net: nn.Module, config: TrainConfig, parts: dict[str, Data]):
    """Errors after training, and the loss of each epoch.

    A run whose loss is no longer a number counts as guessing.
    """
    try:
        history = fit(net, parts["train"], config=config, verbose=False)
    except FloatingPointError:
        return dict.fromkeys(parts, 0.9), []
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    errors = {name: 1 - evaluate(net, p).accuracy for name, p in parts.items()}
    return errors, [epoch.loss for epoch in history.epochs]


def deep_runs() -> Iterator[Run]:
    """Learning rate, first weights, place of the norm, and noise."""
    for kind, norm in (("plain", None), ("batch", nn.BatchNorm2d)):
        for lr in RATES:
            yield (
                f"rate_{kind}_{lr}",
                partial(conv_net, DEEP, norm),
                {"lr": lr},
            )
        for scale in SCALES:
            build = partial(conv_net, DEEP, norm, scale)
            yield f"scale_{kind}_{scale}", build, {"lr": SCALE_RATE}
    build = partial(conv_net, DEEP, nn.BatchNorm2d, after=True)
    yield "after", build, {"lr": SCALE_RATE}
    yield "noisy", partial(conv_net, DEEP, NoisyNorm), {"lr": SCALE_RATE}


def shallow_runs() -> Iterator[Run]:
    """Four norms, small batches, and means over fewer images."""
    for size in BATCHES:
        changes = {"lr": CONFIG.lr * size / 32, "batch_size": size}
        names = NORMS if size == 32 else ("batch", "group")
        for name in names:
            build = partial(conv_net, SHALLOW, NORMS[name])
            yield f"size_{name}_{size}", build, changes | {"epochs": 2}
    for size in GHOSTS:
        build = partial(conv_net, SHALLOW, partial(GhostNorm, ghost=size))
        yield f"ghost_{size}", build, {"epochs": 12, "batch_size": 64}


def run_all(seed: int, parts: dict[str, Data]) -> dict:
    """All sweeps with one seed."""
    few = parts | {"train": tuple(t[:GHOST_IMAGES] for t in parts["train"])}
    found = {}
    for name, build, changes in chain(deep_runs(), shallow_runs()):
        torch.manual_seed(seed)
        config = replace(CONFIG, seed=seed, **changes)
        used = few if name.startswith("ghost") else parts
        errors, found[f"{name}_losses"] = learn(build(), config, used)
        found |= {f"{name}_{part}": value for part, value in errors.items()}
    return found


def load(digits: data.Dataset) -> dict[str, Data]:
    """The parts that all runs share, as tensors."""
    rest, picked = digits.split(IMAGES)
    x, y = digits.tensors("train")
    order = torch.randperm(
        len(picked), generator=torch.Generator().manual_seed(0)
    )
    picked = torch.tensor(picked)[order]  # the first few: any class
    step = len(rest) // VALIDATION
    parts = {"train": picked, "valid": torch.tensor(rest[::step][:VALIDATION])}
    parts = {name: (small(x[i]), y[i]) for name, i in parts.items()}
    x, y = digits.tensors("test")
    return parts | {"test": (small(x[::5]), y[::5])}


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    parts = load(digits)
    config = CONFIG.to_dict() | {
        "train_images": IMAGES, "ghost_images": GHOST_IMAGES, "size": 10,
        "width": WIDTH, "deep": DEEP, "shallow": SHALLOW, "rates": RATES,
        "scales": SCALES, "batches": BATCHES,
        "ghosts": GHOSTS, "threads": torch.get_num_threads(),
        "valid_images": len(parts["valid"][1]),
        "test_images": len(parts["test"][1]),
    }  # fmt: skip
    del config["seed"]
    return record(
        RESULTS,
        "norms",
        range(seeds),
        lambda seed: run_all(seed, parts),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_norms.py --seeds {seeds}",
    )


if __name__ == "__main__":
    command_line(main, __doc__, seeds=5)
