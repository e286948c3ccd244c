"""Race to 94% on CIFAR-10: ``python -m cnnlab.speedrun --runs 50``."""

from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean, stdev
from typing import Annotated

import torch
import typer

from cnnlab import data, hardware
from cnnlab.speedrun.loop import accuracy, train
from cnnlab.speedrun.prepare import normalized
from cnnlab.speedrun.recipe import CIFAR10, CIFAR10_MUON, TOY
from cnnlab.train.device import pick_device
from cnnlab.train.recorder import record

TOY_IMAGES = 640


def race(
    runs: Annotated[int, typer.Option(help="how many, one seed each")] = 5,
    device: Annotated[str, typer.Option(help="auto, cuda or cpu")] = "auto",
    epochs: Annotated[
        float | None, typer.Option(help="in place of the recipe's")
    ] = None,
    muon: Annotated[bool, typer.Option(help="the recipe with Muon")] = False,
    toy: Annotated[
        bool, typer.Option(help="a tiny network and 640 pictures: a trial")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="a JSON file for the runs")
    ] = None,
) -> None:
    """Train fresh networks on CIFAR-10 and time each.

    The clock counts whitening and all steps; data are on the device before.
    """
    if runs < 1:
        raise SystemExit(f"--runs (={runs}) must be 1 or more")
    where = _device(device)
    recipe = CIFAR10_MUON if muon else CIFAR10
    if toy:
        recipe = replace(TOY, optimizer=recipe.optimizer)
    if epochs is not None:
        recipe = replace(recipe, epochs=epochs)
    pictures = _pictures()
    parts = normalized(pictures, TOY_IMAGES if toy else None)
    learn = tuple(values.to(where) for values in parts.learn)
    machine = hardware.describe(probe_gpu=True)
    print(f"{machine}\n{pictures.source}\nseed  seconds  accuracy")
    if where.type == "cuda":  # the first run chooses kernels
        train(replace(recipe, epochs=0.1), learn, device=str(where))

    def one(seed: int) -> dict[str, float]:
        run = train(recipe, learn, seed, str(where))
        right = accuracy(run.net, parts.test, recipe.looks)
        print(f"{seed:4}  {run.seconds:7.2f}  {right:8.2%}", flush=True)
        return {"train_seconds": run.seconds, "test_accuracy": right}

    if out is None:
        found = [one(seed) for seed in range(runs)]
    else:
        about = {"source": pictures.source, "sha256": pictures.sha256}
        config = asdict(recipe) | {"toy": toy, "device": where.type}
        done = record(
            out.parent, out.stem, range(runs), one,
            config=config, data=about, hardware=machine,
        )  # fmt: skip
        found = done.runs
    print(_summary(found))


def _summary(found: list[dict]) -> str:
    """Mean of time and accuracy, each with its standard error."""
    parts = []
    for key, form in (("train_seconds", ".2f"), ("test_accuracy", ".2%")):
        values = [run[key] for run in found]
        text = f"{fmean(values):{form}}"
        if len(values) > 1:
            error = stdev(values) / len(values) ** 0.5
            text += f" +- {error:{form}}"
        parts.append(text)
    return f"mean of {len(found)}: {parts[0]} s, {parts[1]}"


def _device(name: str) -> torch.device:
    try:
        where = pick_device(name)
    except RuntimeError:
        raise SystemExit(
            f"--device {name!r} is not known: use auto, cuda or cpu"
        ) from None
    if where.type == "cuda" and not torch.cuda.is_available():
        raise SystemExit(
            "--device cuda: torch sees no CUDA here. Use --device cpu (about "
            "20 minutes a run on two cores), or --toy for a trial"
        )
    return where


def _pictures() -> data.Dataset:
    try:
        return data.cifar10()
    except data.DataError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    typer.run(race)
