"""Record fast training on CIFAR-10: ``book/results/speedrun_cifar10*.json``.

    python tools/record_speedrun.py [cpu] [muon] [30s] [gpu] [--seeds N]

`cpu`: the published recipe on two threads, about 20 minutes a seed; `muon`:
the one with Muon, a little less. `30s`: page 09's way for half a minute,
then the short recipe, seed by seed. `gpu`: the published recipe and the
package `airbench` in turn, on one GPU (`pip install airbench`). The clock
counts the whitening and all steps; neither loading nor the looks at test
images. Stop it at any time: finished runs are saved, the same command goes
on.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from record import RESULTS, may_be_stopped
from record_cifar import whole
from record_digits import KEEP_MEMORY, surroundings, use_two_threads
from speedrun_race import need_gpu, race, write_for_airbench

from cnnlab import data, hardware
from cnnlab.speedrun import (
    CIFAR10,
    CIFAR10_30S,
    CIFAR10_MUON,
    Recipe,
    accuracy,
    train,
)
from cnnlab.speedrun.baseline import colour_baseline, train_baseline
from cnnlab.speedrun.prepare import Parts, normalized
from cnnlab.train.recorder import Recording, record

SECONDS = 30.0  # of page 09's way, in `30s`
SEEDS = {"cpu": 1, "muon": 3, "30s": 5, "gpu": 50}
NAMES = {
    "cpu": "speedrun_cifar10",
    "muon": "speedrun_cifar10_muon",
    "30s": "speedrun_cifar10_30s",
    "gpu": "speedrun_cifar10_gpu",
}
RECIPES = {
    "cpu": CIFAR10,
    "muon": CIFAR10_MUON,
    "30s": CIFAR10_30S,
    "gpu": CIFAR10,
}
COUNTED = "whitening and all steps; not loading, not the looks at test images"
BASELINE = "2 conv + 2 FC, Adam 1e-3, batch 128, fp32, as it is"


def on_cpu(seed: int, parts: Parts, recipe: Recipe = CIFAR10) -> dict:
    """Seconds, losses, and accuracy by one, two and six looks."""
    around = surroundings()
    run = train(recipe, parts.learn, seed, "cpu")
    found: dict[str, Any] = {
        f"test_accuracy_looks_{looks}": accuracy(run.net, parts.test, looks)
        for looks in range(3)
    }
    return {
        "train_seconds": run.seconds,
        "test_accuracy": found[f"test_accuracy_looks_{recipe.looks}"],
        **found,
        "losses": list(run.losses),
        **around,
    }


def half_a_minute(seed: int, parts: Parts, recipe: Recipe) -> dict[str, Any]:
    """Page 09's way for `SECONDS`, then the recipe at its own length."""
    torch.manual_seed(seed)
    (slow,) = train_baseline(
        parts.learn,
        (SECONDS,),
        lambda net: accuracy(net, parts.test, precision="fp32"),
        seed,
        colour_baseline(),
    )
    return {"baseline_accuracy": slow, **on_cpu(seed, parts, recipe)}


def way(name: str, parts: Parts, folder: Path, recipe: Recipe) -> Callable:
    """What is done with a seed."""
    if name == "gpu":
        return lambda seed: race(seed, parts, folder)
    if name == "30s":
        return lambda seed: half_a_minute(seed, parts, recipe)
    return lambda seed: on_cpu(seed, parts, recipe)


def record_one(
    name: str,
    pictures: data.Dataset,
    seeds: range,
    folder: Path = RESULTS,
    recipe: Recipe | None = None,
) -> Recording:
    """Do the seeds that are missing."""
    recipe = recipe or RECIPES[name]
    parts = normalized(pictures)
    config = asdict(recipe) | {
        "threads": torch.get_num_threads(),
        "counted": COUNTED,
        "memory": {key: os.environ.get(key) for key in KEEP_MEMORY},
    }
    if name == "30s":
        config |= {"seconds": SECONDS, "baseline": BASELINE}
    with TemporaryDirectory() as place:
        if name == "gpu":
            write_for_airbench(pictures, Path(place))
        return record(
            folder,
            NAMES[name],
            seeds,
            way(name, parts, Path(place), recipe),
            config=config,
            data={"source": pictures.source, "sha256": pictures.sha256},
            hardware=hardware.describe(probe_gpu=True),
            command=f"python tools/record_speedrun.py {name}",
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", default=["cpu"],
                        help="cpu, muon, 30s, gpu; cpu")  # fmt: skip
    parser.add_argument("--seeds", type=int, metavar="N")
    options = parser.parse_args()
    if unknown := set(options.names) - set(SEEDS):
        parser.error(
            f"not of cpu, muon, 30s, gpu: {', '.join(sorted(unknown))}"
        )
    use_two_threads()
    if "gpu" in options.names:
        need_gpu()
    with may_be_stopped():
        for chosen in options.names:
            record_one(chosen, whole(), range(options.seeds or SEEDS[chosen]))
