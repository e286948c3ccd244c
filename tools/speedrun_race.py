"""Ours against the record holder's package, on the same GPU in turn.

The package `airbench` (Jordan 2024) reads its pictures from two files in the
folder `cifar10` of where it is started; they are written from our copy, so
that nothing is downloaded. Its own clock is asked for its seconds: like
ours, it counts the whitening and all steps, and not the look at the test.
"""

from contextlib import chdir
from pathlib import Path
from typing import Any

import torch

from cnnlab import data
from cnnlab.speedrun import CIFAR10, accuracy, train
from cnnlab.speedrun.prepare import Parts


def need_gpu() -> None:
    """Stop with a sentence where the race cannot be run."""
    if not torch.cuda.is_available():
        raise SystemExit("cifar10_gpu: torch sees no CUDA here")
    try:
        import airbench  # noqa: F401
    except ImportError:
        raise SystemExit(
            "cifar10_gpu: `pip install airbench` first, to race against it"
        ) from None


def write_for_airbench(pictures: data.Dataset, folder: Path) -> None:
    """``cifar10/train.pt`` and ``cifar10/test.pt``, as it expects them."""
    place = folder / "cifar10"
    place.mkdir(parents=True, exist_ok=True)
    for name in ("train", "test"):
        images = getattr(pictures, f"{name}_images")
        labels = getattr(pictures, f"{name}_labels")
        torch.save(
            {
                "images": torch.tensor(images),
                "labels": torch.tensor(labels).long(),
                "classes": list(pictures.classes),
            },
            place / f"{name}.pt",
        )


def race(seed: int, parts: Parts, folder: Path) -> dict[str, Any]:
    """One run of each; the first seed runs both once before, unmeasured."""
    learn = tuple(values.cuda() for values in parts.learn)
    if seed == 0:
        train(CIFAR10, learn, device="cuda")
        theirs(folder)
    run = train(CIFAR10, learn, seed, "cuda")
    right = accuracy(run.net, parts.test, CIFAR10.looks)
    return {
        "train_seconds": run.seconds,
        "test_accuracy": right,
        **theirs(folder),
    }


def theirs(folder: Path) -> dict[str, float]:
    """Seconds and accuracy of a run of ``airbench.train94``, as it counts."""
    from airbench import lib_airbench94, utils

    seen: list[dict[str, Any]] = []

    def note(variables: dict[str, Any], is_final_entry: bool) -> None:
        keys = ("total_time_seconds", "tta_val_acc")
        seen.append({key: variables.get(key) for key in keys})

    shown, utils.print_training_details = utils.print_training_details, note
    try:
        with chdir(folder):
            lib_airbench94.train94(verbose=True, run=1)
    finally:
        utils.print_training_details = shown
    # The last row adds its look at the test, the one before does not.
    return {
        "airbench_seconds": seen[-2]["total_time_seconds"],
        "airbench_accuracy": seen[-1]["tta_val_acc"],
    }
