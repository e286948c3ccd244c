"""The rungs of page 16's ladder, and how one of them is trained.

Each rung has what the one below has, and one thing more. All choices were
made on the validation part; `TRIALS` are those made on the way.
"""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from cnnlab import data, models
from cnnlab.train import (
    Augment,
    ModelCheckpoint,
    Run,
    TrainConfig,
    confusion_matrix,
    evaluate,
    fit,
)

Data = tuple[torch.Tensor, torch.Tensor]
VALIDATION = 5_000  # images held out of the 50,000; each class its share
WORST = 12  # wrong answers that are kept, the most confident ones
FLIPS_AND_SHIFTS = Augment(flip=True, crop=4)


@dataclass(frozen=True)
class Rung:
    """A network of the registry, how it is trained, and how often."""

    model: str
    config: TrainConfig
    augment: Augment | None = None
    seeds: int = 5

    def but(self, model: str = "", **changes: Any) -> "Rung":
        """The same with another network, ``augment`` or config."""
        augment = changes.pop("augment", self.augment)
        config = replace(self.config, **changes)
        return replace(
            self, model=model or self.model, config=config, augment=augment
        )

    def to_dict(self) -> dict[str, Any]:
        """For a record; the seed stands beside each run."""
        config = self.config.to_dict()
        del config["seed"]
        augment = self.augment and asdict(self.augment)
        return config | {"model": self.model, "augment": augment}


LECTURE = Rung(
    "colour_cnn",
    TrainConfig(
        epochs=4, batch_size=64, lr=0.01, schedule="constant",
        device="cpu", precision="fp32",
    ),
)  # fmt: skip
BF16 = LECTURE.but(precision="bf16")
NORM = BF16.but("colour_cnn_bn")
ONECYCLE = NORM.but(schedule="onecycle", lr=0.1)
AUGMENTED = ONECYCLE.but(augment=FLIPS_AND_SHIFTS)
RESIDUAL = replace(AUGMENTED.but("colour_resnet", epochs=7), seeds=3)
# The seventh rung, averaging over flips, needs no training of its own.
RUNGS = {
    "lecture": LECTURE,
    "bf16": BF16,
    "norm": NORM,
    "onecycle": ONECYCLE,
    "augment": AUGMENTED,
    "residual": RESIDUAL,
}
# Tried on the validation part with one seed: how the rates were chosen, and
# what the top is worth without one of its rungs.
TRIALS = {
    "lecture, rate 0.01": BF16,
    "lecture, rate 0.03": BF16.but(lr=0.03),
    "norm, rate 0.01": NORM,
    "norm, rate 0.03": NORM.but(lr=0.03),
    "onecycle, rate 0.05": ONECYCLE.but(lr=0.05),
    "onecycle, rate 0.1": ONECYCLE,
    "onecycle, rate 0.2": ONECYCLE.but(lr=0.2),
    "residual, no flips or shifts": RESIDUAL.but(augment=None),
}


def prepare(pictures: data.Dataset) -> tuple[Data, Data, Data]:
    """Training, validation and test part; each channel with mean 0, std 1.

    The two numbers of a channel come from the training images alone.
    """
    x, y = pictures.tensors("train")
    parts = [torch.tensor(p) for p in pictures.split(VALIDATION)]
    std, mean = torch.std_mean(x[parts[0]], (0, 2, 3), keepdim=True)
    x = (x - mean) / std
    train, valid = ((x[part], y[part]) for part in parts)
    x_test, y_test = pictures.tensors("test")
    return train, valid, ((x_test - mean) / std, y_test)


class CpuClock:
    """Seconds of processor time, kept in a file as the epochs go by.

    Wall time depends on what else the machine does; this hardly does.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.epochs: list[float] = []
        self.start = 0.0

    def on_fit_start(self, run: Run) -> None:
        if run.epoch:  # resumed
            self.epochs = json.loads(self.path.read_text())[: run.epoch]
        self.start = time.process_time()

    def on_epoch_end(self, run: Run) -> None:
        now = time.process_time()
        self.epochs.append(now - self.start)
        self.start = now
        self.path.write_text(json.dumps(self.epochs))


def train(
    rung: Rung, seed: int, train: Data, valid: Data, unfinished: Path
) -> tuple[torch.nn.Module, dict[str, Any]]:
    """The trained network, and what is kept of its training.

    A run that was stopped goes on behind its last whole epoch: the files
    ``unfinished`` with the endings .pt and .json have what that needs.
    """
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    saved = unfinished.with_suffix(".pt")
    clock = CpuClock(unfinished.with_suffix(".json"))
    torch.manual_seed(seed)
    net = models.build(rung.model)
    history = fit(
        net,
        train,
        valid,
        replace(rung.config, seed=seed),
        [clock, ModelCheckpoint(saved)],
        augment=rung.augment,
        resume_from=saved if saved.exists() else None,
    )
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    saved.unlink()
    clock.path.unlink()
    return net, {
        "val_accuracy": history.epochs[-1].val_accuracy,
        "train_seconds": history.seconds,
        "cpu_seconds": sum(clock.epochs),
        "history": history.to_dict(),
    }


def picture_hash(image: np.ndarray) -> str:
    """Names a picture by its bytes: its place differs between downloads."""
    return hashlib.sha256(np.ascontiguousarray(image)).hexdigest()[:12]


def judge(
    net: torch.nn.Module, test: Data, images: np.ndarray, precision: str
) -> dict[str, Any]:
    """What is kept of the test: as trained, and averaged over flips.

    ``images`` are those of ``test`` as bytes. Of the wrong answers that are
    the most certain, "worst" has the picture's hash, the true class, the
    answer and its probability.
    """
    x, y = test
    as_is = evaluate(net, test, precision=precision).logits
    mirrored = evaluate(net, (x.flip(3), y), precision=precision).logits
    both = (as_is.softmax(1) + mirrored.softmax(1)) / 2
    guess = both.argmax(1)
    matrix = confusion_matrix(guess, y, 10)
    sure = both.amax(1).masked_fill(guess == y, -1).argsort(descending=True)
    wrong = sure[: min(WORST, int((guess != y).sum()))]
    return {
        "test_accuracy": (as_is.argmax(1) == y).double().mean().item(),
        "test_accuracy_flips": (guess == y).double().mean().item(),
        "test_loss": F.cross_entropy(as_is, y).item(),
        "confusion_flips": matrix.tolist(),
        "worst": [
            [picture_hash(images[i]), int(y[i]), int(guess[i]),
             both[i].max().item()]
            for i in wrong
        ],
    }  # fmt: skip
