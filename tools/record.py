"""Record the long runs that pages show: ``book/results/NAME.json``.

    python tools/record.py mnist_mlp mnist_cnn lenet5 [--seeds N]

Stop it at any time: each finished run is saved, and the same command goes
on with what is missing. Every choice below was made on the validation part;
the test part is only reported.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F

from cnnlab import data, hardware, models
from cnnlab.train import TrainConfig, confusion_matrix, evaluate, fit
from cnnlab.train.recorder import Recording, record

RESULTS = Path(__file__).resolve().parents[1] / "book" / "results"
Data = tuple[torch.Tensor, torch.Tensor]
VALIDATION = 5_000  # images held out of the 60,000; each class its share
BLACK = -0.1  # LeCun et al. 1998: the background, so that the mean is 0
WHITE = 1.175  # and the ink, so that the variance is about 1


@dataclass(frozen=True)
class Plan:
    """A network of the registry and how to train it on MNIST."""

    model: str
    config: TrainConfig


PLANS = {
    "mnist_mlp": Plan("mlp", TrainConfig(epochs=10, lr=0.1)),
    "mnist_cnn": Plan("small_cnn", TrainConfig(epochs=10, lr=0.1)),
    "lenet5": Plan("lenet5", TrainConfig(epochs=10, lr=0.1)),
    "lenet5_paper": Plan("lenet5_paper", TrainConfig(epochs=10, lr=0.1)),
}


def prepare(x: torch.Tensor, size: int) -> torch.Tensor:
    """Digits from 0 to 1 in the paper's scale, with a border up to size."""
    border = (size - x.shape[-1]) // 2
    return F.pad(x * (WHITE - BLACK) + BLACK, (border,) * 4, value=BLACK)


def whole_mnist() -> data.Dataset:
    """All of MNIST, or a word on how to get it."""
    digits = data.mnist()
    if digits.kind == "embedded":
        raise SystemExit(
            f"The record needs all of MNIST, this is {digits.source}. Run "
            "`cnnlab data fetch mnist`, or set CNNLAB_DATA."
        )
    return digits


@contextmanager
def may_be_stopped() -> Iterator[None]:
    """Ctrl-C ends a recording with a sentence instead of a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(
            "\nstopped: finished runs are saved, start it again to go on"
        ) from None


def command_line(
    main: Callable[[int], object], about: str, seeds: int
) -> None:
    """Run ``main`` with the number of seeds that was asked for."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=seeds, metavar="N")
    with may_be_stopped():
        main(parser.parse_args().seeds)


def main(names: list[str], seeds: int) -> None:
    digits = whole_mnist()
    for name in names:
        done = record_plan(name, digits, range(seeds))
        print(
            f"{name}: test accuracy {done.mean('test_accuracy'):.2%} "
            f"+- {done.spread('test_accuracy'):.2%} over {len(done.runs)} "
            f"seeds, {done.mean('seconds'):.0f} s each"
        )


def record_plan(
    name: str, digits: data.Dataset, seeds: range, folder: Path = RESULTS
) -> Recording:
    plan = PLANS[name]
    train, valid, test = tensors(digits, models.info(plan.model).input_size)
    config = plan.config.to_dict()
    del config["seed"]
    config |= {
        "model": plan.model,
        "train_images": len(train[0]),
        "validation_images": len(valid[0]),
        "threads": torch.get_num_threads(),
    }
    return record(
        folder,
        name,
        seeds,
        lambda seed: train_once(plan, seed, train, valid, test),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record.py {name} --seeds {len(seeds)}",
    )


def tensors(digits: data.Dataset, size: int) -> tuple[Data, Data, Data]:
    """Training, validation and test part as a network of `size` takes it."""
    x, y = digits.tensors("train")
    x = prepare(x, size)
    parts = map(torch.tensor, digits.split(VALIDATION))
    train, valid = ((x[part], y[part]) for part in parts)
    x_test, y_test = digits.tensors("test")
    return train, valid, (prepare(x_test, size), y_test)


def train_once(
    plan: Plan, seed: int, train: Data, valid: Data, test: Data
) -> dict[str, Any]:
    """What is kept of a run; the weights of its last epoch are judged."""
    torch.manual_seed(seed)
    net = models.build(plan.model)
    history = fit(net, train, valid, replace(plan.config, seed=seed))
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    result = evaluate(net, test)
    matrix = confusion_matrix(result.predictions, test[1], 10)
    return {
        "test_accuracy": result.accuracy,
        "test_loss": result.loss,
        "val_accuracy": history.epochs[-1].val_accuracy,
        "confusion": matrix.tolist(),
        "history": history.to_dict(),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="+", choices=PLANS, metavar="NAME",
                        help=f"of {', '.join(PLANS)}")  # fmt: skip
    parser.add_argument("--seeds", type=int, default=5, metavar="N")
    options = parser.parse_args()
    with may_be_stopped():
        main(options.names, options.seeds)
