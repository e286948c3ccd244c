"""Try a change of a fast recipe on a validation part, and write it down.

    python tools/try_speedrun.py 30s optimizer=nesterov epochs=0.8
    python tools/try_speedrun.py fashion_mnist 'widths=[32,64,64]' --seed 1

It trains on the training images but 5,000, is judged by those, and never
sees a test image. `--wrong 0.05` gives that share of the images it learns
from a wrong label. What came of it is added to
`book/results/speedrun_tried.json`, with the command.
"""

import argparse
import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from record import RESULTS, VALIDATION, may_be_stopped
from record_cifar import whole as whole_cifar
from record_digits import surroundings, use_two_threads, whole

from cnnlab.speedrun import (
    CIFAR10,
    CIFAR10_30S,
    CIFAR10_MUON,
    accuracy,
    digits,
    train,
)
from cnnlab.speedrun.prepare import Part, Parts, normalized

COLOURS = {"cpu": CIFAR10, "muon": CIFAR10_MUON, "30s": CIFAR10_30S}
RECIPES = COLOURS | digits.RECIPES


def changed(name: str, changes: dict[str, Any]) -> Any:
    """The recipe of that name with these fields changed."""
    try:
        return replace(RECIPES[name], **changes)
    except TypeError:
        known = ", ".join(vars(RECIPES[name]))
        raise SystemExit(
            f"no such field of {name}: {', '.join(changes)}; it has {known}"
        ) from None


def parse(words: list[str]) -> dict[str, Any]:
    """``epochs=2`` and the like; lists as ``widths=[32,64,64]``."""
    changes = {}
    for word in words:
        key, is_there, value = word.partition("=")
        if not is_there:
            raise SystemExit(f"{word!r}: write FIELD=VALUE, such as epochs=2")
        try:
            read = json.loads(value)
        except json.JSONDecodeError:
            read = value
        changes[key] = tuple(read) if isinstance(read, list) else read
    return changes


def mislabel(part: Part, share: float, seed: int) -> Part:
    """The part with a share of its labels moved to another of ten classes."""
    images, labels = part
    # Not the seed itself: the run draws its order of images with that.
    generator = torch.Generator().manual_seed(10_000 + seed)
    count = round(share * len(labels))
    chosen = torch.randperm(len(labels), generator=generator)[:count]
    moved = torch.randint(1, 10, (count,), generator=generator)
    labels = labels.clone()
    labels[chosen] = (labels[chosen] + moved) % 10
    return images, labels


def try_one(name: str, recipe: Any, parts: Parts, seed: int) -> dict:
    """Seconds, and accuracy on the validation part, by each look."""
    around = surroundings()
    if name in COLOURS:
        run, looks = train(recipe, parts.learn, seed, "cpu"), recipe.looks
    else:
        run = digits.train(recipe, parts.learn, seed)
        looks = int(recipe.mirror)
    found = {
        f"val_accuracy_looks_{k}": accuracy(run.net, parts.valid, k)
        for k in range(looks + 1)
    }
    return {"train_seconds": run.seconds, **found, **around}


def command(name: str, changes: list[str], seed: int, wrong: float = 0) -> str:
    """What repeats a trial, as a shell takes it."""
    program = ["python", "tools/try_speedrun.py"]
    labels = ["--wrong", f"{wrong:g}"] if wrong else []
    return shlex.join([*program, name, *changes, *labels, "--seed", str(seed)])


def write_down(path: Path, command: str, found: dict[str, Any]) -> None:
    """Add a trial; one with the same command takes its place."""
    tried = json.loads(path.read_text()) if path.exists() else {}
    tried[command] = found
    path.write_text(json.dumps(tried, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", choices=RECIPES)
    parser.add_argument("changes", nargs="*", metavar="FIELD=VALUE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", type=float, default=0, metavar="SHARE")
    options = parser.parse_args()
    if not 0 <= options.wrong <= 1:
        parser.error(f"--wrong {options.wrong:g} is no share from 0 to 1")
    chosen = changed(options.name, parse(options.changes))
    use_two_threads()
    is_colour = options.name in COLOURS
    images = whole_cifar() if is_colour else whole(options.name)
    parts = normalized(images, held_out=VALIDATION)
    parts = replace(
        parts, learn=mislabel(parts.learn, options.wrong, options.seed)
    )
    with may_be_stopped():
        outcome = try_one(options.name, chosen, parts, options.seed)
    write_down(
        RESULTS / "speedrun_tried.json",
        command(options.name, options.changes, options.seed, options.wrong),
        outcome,
    )
    print(json.dumps(outcome, indent=1))
