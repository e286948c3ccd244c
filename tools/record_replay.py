"""Record LeNet-5 learning, epoch by epoch, for the widget `training-replay`.

    python tools/record_replay.py [--seeds N]

The runs of ``lenet5.json`` once more, with the first filters and the answers
to a few test digits kept after each epoch, and before the first one. Writes
``book/results/lenet5_replay.json``, and then what the widget fetches,
``book/widgets/data/replay.json``: that, and the curves of other records.
Without missing seeds only the latter is written anew. Stop it at any time:
the same command goes on with the next seed.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from record import PLANS, RESULTS, Data, command_line, tensors, whole_mnist
from torch import Tensor, nn

from cnnlab import data, hardware, models
from cnnlab.models.checkpoint import load_weights
from cnnlab.train import evaluate, fit
from cnnlab.train.loop import Run
from cnnlab.train.recorder import Recording, load, record

NAME = "lenet5_replay"
PLAN = PLANS["lenet5"]
JUDGE = "lenet5_mnist"  # says which digits are hard; it is none of the runs
EVERY, WATCHED = 12, 24  # each 12th of the hardest: from hopeless to easy
SHADES = 15  # of grey in a stored picture, besides black
PART = 1000  # filters are kept as thousandths of their unit
FETCHED = RESULTS.parent / "widgets" / "data" / "replay.json"
KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")  # of an epoch
PAGES = ("filters", "guesses", "sure")  # of a diary
CURVES = (
    "mnist_cnn", "mnist_mlp", "cifar10_lecture", "cifar10_bf16",
    "cifar10_norm", "cifar10_onecycle", "cifar10_augment",
    "cifar10_residual",
)  # fmt: skip


class Diary:
    """A callback that keeps what a network looks like after each epoch."""

    def __init__(self, valid: Data, watched: Data) -> None:
        self.valid, self.watched = valid, watched
        self.pages: dict[str, Any] = {key: [] for key in PAGES}

    def on_fit_start(self, run: Run) -> None:
        score = evaluate(run.model, self.valid)
        self.pages["start"] = {
            "val_loss": score.loss, "val_accuracy": score.accuracy,
        }  # fmt: skip
        self.on_epoch_end(run)

    def on_epoch_end(self, run: Run) -> None:
        weight = run.model.block1.conv.weight.detach()
        self.pages["filters"].append(_words(PART * weight))
        sure, guesses = (
            evaluate(run.model, self.watched).logits.softmax(1).max(1)
        )
        self.pages["guesses"].append("".join(map(str, guesses.tolist())))
        self.pages["sure"].append(_words(100 * sure))


def _words(values: Tensor) -> str:
    """Whole numbers in one string: a list would be a line for each."""
    return " ".join(str(round(v)) for v in values.flatten().tolist())


def picture(image: Tensor) -> str:
    """A digit (1, 28, 28) of 0 to 1 as 14 x 14 shades, one sign each."""
    shades = SHADES * F.avg_pool2d(image, 2).flatten()
    return "".join(f"{round(v):x}" for v in shades.tolist())


def choose(judge: nn.Module, test: Data) -> Tensor:
    """Indices of the watched digits, the hardest first."""
    logits = evaluate(judge, test).logits
    truth = logits.log_softmax(1).gather(1, test[1].cpu()[:, None])[:, 0]
    return truth.argsort(stable=True)[: EVERY * WATCHED : EVERY]


def watched_digits(digits: data.Dataset, test: Data) -> tuple[Data, dict]:
    """Those digits, and what is written down of them."""
    judge = models.build(PLAN.model)
    load_weights(judge, JUDGE)
    chosen = choose(judge, test)
    images, labels = digits.tensors("test")
    notes = {
        "indices": _words(chosen),
        "labels": "".join(map(str, labels[chosen].tolist())),
        "pictures": [picture(image) for image in images[chosen]],
        "every": EVERY,
        "judge": JUDGE,
    }
    return (test[0][chosen], test[1][chosen]), notes


def train_once(
    seed: int, train: Data, valid: Data, test: Data, watched: Data
) -> dict[str, Any]:
    """As `record.train_once`, with a diary."""
    torch.manual_seed(seed)
    net = models.build(PLAN.model)
    diary = Diary(valid, watched)
    config = replace(PLAN.config, seed=seed)
    history = fit(net, train, valid, config, [diary])
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    result = evaluate(net, test)
    return {
        "test_accuracy": result.accuracy,
        "test_loss": result.loss,
        **diary.pages,
        "history": history.to_dict(),
    }


def record_runs(
    digits: data.Dataset, seeds: range, folder: Path = RESULTS
) -> Recording:
    train, valid, test = tensors(digits, models.info(PLAN.model).input_size)
    watched, notes = watched_digits(digits, test)
    config = PLAN.config.to_dict()
    del config["seed"]
    config |= {
        "model": PLAN.model,
        "train_images": len(train[0]),
        "validation_images": len(valid[0]),
        "threads": torch.get_num_threads(),
    }
    return record(
        folder,
        NAME,
        seeds,
        lambda seed: train_once(seed, train, valid, test, watched),
        config=config,
        data={
            "source": digits.source, "sha256": digits.sha256,
            "watched": notes,
        },
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_replay.py --seeds {len(seeds)}",
    )  # fmt: skip


def short(done: Recording) -> dict[str, Any]:
    """What the widget draws of a record."""
    histories = [run["history"]["epochs"] for run in done.runs]
    drawn = {
        "seeds": done.seeds,
        "source": done.data["source"],
        "images": done.config["train_images"],
        "command": done.runs[-1]["command"],
        "lr": [_digits(e["lr"]) for e in histories[0]],
        "curves": {
            key: [[_digits(e[key]) for e in epochs] for epochs in histories]
            for key in KEYS
        },
    }
    if "watched" in done.data:
        drawn["watched"] = done.data["watched"]
        drawn["diary"] = [
            {key: run[key] for key in ("start", *PAGES)} for run in done.runs
        ]
    return drawn


def _digits(value: float) -> float:
    return float(f"{value:.5g}")


def fetched() -> str:
    """All that the widget fetches, a record a line."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(short(load(_file(name))))}"
        for name in (NAME, *CURVES)
        if _file(name).exists()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _file(name: str) -> Path:
    return RESULTS / f"{name}.json"


def main(seeds: int) -> None:
    done = record_runs(whole_mnist(), range(seeds))
    FETCHED.write_text(fetched(), encoding="utf-8")
    print(
        f"{NAME}: test accuracy {done.mean('test_accuracy'):.2%} over "
        f"{len(done.runs)} seeds, {done.mean('seconds'):.0f} s each; "
        f"{FETCHED.name} has {FETCHED.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    command_line(main, __doc__, seeds=3)
