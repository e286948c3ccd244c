"""Record the fast runs: ``book/results/speedrun_{mnist,fashion_mnist}.json``.

    python tools/record_digits.py [mnist] [fashion_mnist] [--seeds N]

For each seed, one after the other on the same two threads: page 09's way,
judged at some seconds, then the fast recipe at some lengths. Seconds are
those of training; reading the data and judging are not counted. The test
part is reported, nothing was chosen on it. A busy machine makes all
seconds longer: each run keeps the load that it met, and the processor.
"""

import argparse
import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from record import RESULTS, VALIDATION, may_be_stopped
from torch import nn

from cnnlab import data, hardware
from cnnlab.speedrun import accuracy, digits
from cnnlab.speedrun._digits_baseline import train_baseline
from cnnlab.speedrun.prepare import Parts, normalized
from cnnlab.train.recorder import Recording, record

THREADS = 2
TRAIN_IMAGES = 60_000  # of either data set
# glibc gives large blocks back to the system and gets them anew, empty, in
# each step; with these it keeps them. Both ways of training profit.
KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
}


@dataclass(frozen=True)
class Plan:
    """What is timed: recipe lengths in epochs, the baseline in seconds."""

    epochs: tuple[float, ...]
    marks: tuple[float, ...]


PLANS = {
    "mnist": Plan(epochs=(0.5, 1, 1.4), marks=(5, 10)),
    "fashion_mnist": Plan(epochs=(1.4, 3.5), marks=(10, 30, 60)),
}


def run_once(name: str, plan: Plan, parts: Parts, seed: int) -> dict[str, Any]:
    """The baseline and each length of the recipe, from one seed."""
    around = surroundings()
    baseline = train_baseline(
        parts.learn, plan.marks, lambda net: judge(net, parts), seed
    )
    fast = []
    for epochs in plan.epochs:
        recipe = replace(digits.RECIPES[name], epochs=epochs)
        run = digits.train(recipe, parts.learn, seed)
        found = judge(run.net, parts, "auto", recipe.mirror)
        fast.append({"epochs": epochs, "train_seconds": run.seconds, **found})
    slow = [
        {"train_seconds": mark, **found}
        for mark, found in zip(plan.marks, baseline, strict=True)
    ]
    return {"baseline": slow, "fast": fast, **around}


def surroundings() -> dict[str, Any]:
    """What seconds depend on besides the work: the load, the processor."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"load_before": load, "cpu": hardware.detect().cpu}


def judge(
    net: nn.Module, parts: Parts, precision: str = "fp32", mirror: bool = False
) -> dict[str, float]:
    """Accuracy on validation and test part, also with mirror images."""
    found = {}
    for name, part in (("val", parts.valid), ("test", parts.test)):
        for looks in range(1 + mirror):
            key = f"{name}_accuracy" + "_mirrored" * looks
            found[key] = accuracy(net, part, looks, precision)
    return found


def record_one(
    name: str,
    images: data.Dataset,
    seeds: range,
    folder: Path = RESULTS,
    held_out: int = VALIDATION,
) -> Recording:
    """Do the seeds that are missing."""
    plan, parts = PLANS[name], normalized(images, held_out=held_out)
    return record(
        folder,
        f"speedrun_{name}",
        seeds,
        lambda seed: run_once(name, plan, parts, seed),
        config={
            "recipe": asdict(digits.RECIPES[name]),
            "baseline": "small_cnn, Adam 1e-3, batch 128, fp32, as it is",
            **asdict(plan),
            "train_images": len(parts.learn[1]),
            "validation_images": len(parts.valid[1]),
            "threads": torch.get_num_threads(),
        },
        data={"source": images.source, "sha256": images.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_digits.py {name} --seeds {len(seeds)}",
    )


def whole(name: str) -> data.Dataset:
    """All of a data set, or a word on how to get it."""
    images = {"mnist": data.mnist, "fashion_mnist": data.fashion_mnist}[name]()
    if len(images.train_labels) < TRAIN_IMAGES:
        raise SystemExit(
            f"The record needs all of {name}, this is {images.source}. Run "
            f"`cnnlab data fetch {name}`, or set CNNLAB_DATA."
        )
    return images


def use_two_threads() -> None:
    """Two threads, and a C library that keeps memory: starts anew for it."""
    if KEEP_MEMORY.items() - os.environ.items():
        # glibc reads them when a program starts, and not again.
        os.environ.update(KEEP_MEMORY)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    torch.set_num_threads(THREADS)


def main(names: list[str], seeds: int) -> None:
    for name in names:
        done = record_one(name, whole(name), range(seeds))
        for kind in ("baseline", "fast"):
            for at in zip(*done.values(kind), strict=True):
                mean = {
                    key: sum(run[key] for run in at) / len(at) for key in at[0]
                }
                print(name, kind, {k: round(v, 4) for k, v in mean.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help=f"of {', '.join(PLANS)}")
    parser.add_argument("--seeds", type=int, default=5, metavar="N")
    options = parser.parse_args()
    if unknown := set(options.names) - set(PLANS):
        parser.error(f"no such recipe: {', '.join(sorted(unknown))}")
    use_two_threads()
    with may_be_stopped():
        main(options.names or list(PLANS), options.seeds)
