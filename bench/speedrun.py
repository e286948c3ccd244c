"""CIFAR-10 on one GPU: `cnnlab.speedrun` in turn with `airbench.train94`.

`book/results` keeps each run (`tools/record_speedrun.py gpu`); here they are
a row. Without a GPU and the package `airbench` there is none.
"""

import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from rows import Row

TOOLS = Path(__file__).resolve().parents[1] / "tools"
AIM = 1 / 1.5  # at most these times the rival's seconds


def rows(full: bool) -> list[Row]:
    """Mean seconds of a run, over 50 runs of each, or over 3."""
    import torch

    if not torch.cuda.is_available() or not find_spec("airbench"):
        print("speedrun: needs a GPU and `pip install airbench`")
        return []
    sys.path.insert(0, str(TOOLS))
    from speedrun_race import race, write_for_airbench

    from cnnlab import data
    from cnnlab.speedrun.prepare import normalized

    pictures = data.cifar10()
    parts = normalized(pictures)
    with TemporaryDirectory() as folder:
        write_for_airbench(pictures, Path(folder))
        runs = range(50 if full else 3)
        found = [race(seed, parts, Path(folder)) for seed in runs]
    return [row(found)]


def row(found: list[dict[str, float]]) -> Row:
    """One row of all runs; accuracies stand beside it."""
    ours, theirs = (
        fmean(run[key] for run in found)
        for key in ("train_seconds", "airbench_seconds")
    )
    detail = {
        key: fmean(run[key] for run in found)
        for key in ("test_accuracy", "airbench_accuracy")
    }
    what = "CIFAR-10 to 94%, one run, on one GPU"
    ratio = theirs / ours
    return Row(
        "speedrun", what, "s", ours, theirs, ratio, AIM, len(found), detail
    )
