"""Train the small networks that pages load: ``cnnlab/weights/NAME.*``.

    python tools/weights.py lenet5_mnist lenet5_digits04

Needs all of MNIST (`cnnlab data fetch mnist`, or CNNLAB_DATA). The weights
of the last epoch are kept; the test part is only reported.
"""

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import torch
from record import (
    BLACK,
    WHITE,
    Data,
    tensors,
    whole_mnist,
)

from cnnlab import data, hardware, models
from cnnlab.models.checkpoint import WEIGHTS, save_weights
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import PACKAGES


@dataclass(frozen=True)
class Plan:
    """A LeNet-5 for the digits 0 to ``classes`` - 1."""

    what: str
    classes: int
    # The recipe of the book's LeNet-5, cut to fewer epochs: the weights are
    # a start for other experiments, not a record.
    config: TrainConfig = TrainConfig(epochs=3, lr=0.1)


PLANS = {
    "lenet5_mnist": Plan("LeNet-5 that reads the ten digits of MNIST", 10),
    "lenet5_digits04": Plan(
        "LeNet-5 that has seen the digits 0 to 4 of MNIST only", 5
    ),
}


def train(name: str, digits: data.Dataset, folder: Path = WEIGHTS) -> Path:
    """Train one of `PLANS` and save it; the path of its card."""
    plan = PLANS[name]
    parts = [_first(part, plan.classes) for part in tensors(digits, 28)]
    train_part, valid, test = parts
    torch.manual_seed(plan.config.seed)
    net = models.build("lenet5", num_classes=plan.classes)
    history = fit(net, train_part, valid, plan.config)
    if history.ended == "interrupted":
        raise SystemExit("\nstopped: nothing was saved")
    card = {
        "name": name,
        "what": plan.what,
        "network": f'build("lenet5", num_classes={plan.classes})',
        "input": f"28x28, black is {BLACK} and white {WHITE}",
        "data": {"source": digits.source, "sha256": digits.sha256},
        "images": [len(part[1]) for part in parts],
        "val_accuracy": history.epochs[-1].val_accuracy,
        "test_accuracy": evaluate(net, test).accuracy,
        "command": f"python tools/weights.py {name}",
        "config": plan.config.to_dict(),
        "threads": torch.get_num_threads(),
        "hardware": hardware.describe(probe_gpu=True),
        "versions": {p: version(p) for p in PACKAGES},
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }
    return save_weights(net, folder, name, card)


def _first(part: Data, classes: int) -> Data:
    """The images of the first classes."""
    x, y = part
    kept = y < classes
    return x[kept], y[kept]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help=f"of {', '.join(PLANS)}; all")  # fmt: skip
    names = parser.parse_args().names or list(PLANS)
    unknown = sorted(set(names) - set(PLANS))
    if unknown:
        parser.error(f"no {', '.join(unknown)}: give {', '.join(PLANS)}")
    digits = whole_mnist()
    for name in names:
        print(f"wrote {train(name, digits)}", flush=True)
