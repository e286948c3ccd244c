"""Record page 16's ladder on CIFAR-10: ``book/results/cifar10_*.json``.

    python tools/record_cifar.py [RUNG ...] [--try NAME ...]

One seed of every rung comes first, then the other seeds. Stop it at any
time: the same command goes on behind the last whole epoch. ``--try`` runs
variations that are no rungs, one seed each, on the validation part alone.
"""

import argparse
import json
from pathlib import Path

import torch
from cifar_ladder import RUNGS, TRIALS, Data, judge, prepare, train
from record import RESULTS, may_be_stopped

from cnnlab import data, hardware
from cnnlab.train._atomic import replacing
from cnnlab.train.recorder import Recording, record

NAME = "cifar10"
UNFINISHED = RESULTS.parents[1] / "build" / NAME
Parts = tuple[Data, Data, Data]


def climb(
    names: list[str], pictures: data.Dataset, folder: Path = RESULTS
) -> dict[str, Recording]:
    """Do the runs of these rungs that are missing."""
    parts = prepare(pictures)
    done = {}
    for seed in range(max(RUNGS[name].seeds for name in names)):
        for name in names:
            if seed < RUNGS[name].seeds:
                done[name] = _record(name, seed, pictures, parts, folder)
    return done


def _record(
    name: str, seed: int, pictures: data.Dataset, parts: Parts, folder: Path
) -> Recording:
    rung, (train_part, valid, test) = RUNGS[name], parts

    def run(seed: int) -> dict:
        file = UNFINISHED / f"{name}-{seed}"
        net, kept = train(rung, seed, train_part, valid, file)
        precision = rung.config.precision
        return judge(net, test, pictures.test_images, precision) | kept

    config = rung.to_dict() | {
        "train_images": len(train_part[0]),
        "validation_images": len(valid[0]),
        "threads": torch.get_num_threads(),
    }
    return record(
        folder,
        f"{NAME}_{name}",
        [seed],
        run,
        config=config,
        data={"source": pictures.source, "sha256": pictures.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command="python tools/record_cifar.py",
    )


def try_out(
    names: list[str], pictures: data.Dataset, folder: Path = RESULTS
) -> dict[str, dict]:
    """Validation accuracy of these variations; the test part is not seen."""
    file = folder / f"{NAME}_tried.json"
    done = json.loads(file.read_text()) if file.exists() else {}
    train_part, valid, _ = prepare(pictures)
    for name in names:
        if name in done:
            print(f"{name}: already in {file}")
            continue
        print(f"{name}:", flush=True)
        path = UNFINISHED / f"try-{name.replace(' ', '-')}"
        _, kept = train(TRIALS[name], 0, train_part, valid, path)
        del kept["history"]
        done[name] = TRIALS[name].to_dict() | {"seed": 0} | kept
        with replacing(file) as temporary:
            temporary.write_text(json.dumps(done, indent=1) + "\n")
    return done


def whole() -> data.Dataset:
    """All of CIFAR-10, or a word on how to get it."""
    try:
        return data.cifar10()
    except data.DataError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rungs", nargs="*", metavar="RUNG", default=[],
                        help=f"of {', '.join(RUNGS)}; all")  # fmt: skip
    parser.add_argument("--try", nargs="+", choices=TRIALS, dest="trials",
                        metavar="NAME", default=[],
                        help=f"of {', '.join(TRIALS)}")  # fmt: skip
    options = parser.parse_args()
    with may_be_stopped():
        if options.trials:
            try_out(options.trials, whole())
        else:
            climb(options.rungs or list(RUNGS), whole())
