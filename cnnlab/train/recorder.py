"""Runs too long for a page: done once, kept as JSON, shown by the page.

`record` writes after each finished run, so it can be stopped at any time;
started again, it goes on with the seeds that are missing.
"""

import json
import math
import os
import platform
import shlex
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cnnlab.train._atomic import replacing

PACKAGES = ("cnnlab", "torch", "numpy")


@dataclass
class Recording:
    """The runs of one experiment; shows itself as a table in a notebook.

    Each run is a dictionary: what the experiment returned, and ``seed``,
    ``seconds``, ``date``, ``command``, ``hardware``, ``versions``.
    """

    name: str
    config: dict[str, Any]
    data: dict[str, Any]
    runs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def seeds(self) -> list[int]:
        return [run["seed"] for run in self.runs]

    def values(self, key: str) -> list[Any]:
        """One entry of each run, such as ``values("test_accuracy")``."""
        return [run[key] for run in self.runs]

    def mean(self, key: str) -> float:
        """Mean over the seeds."""
        return statistics.fmean(self.values(key))

    def spread(self, key: str) -> float:
        """Standard deviation over the seeds, by n - 1; NaN for one seed."""
        values = self.values(key)
        return statistics.stdev(values) if len(values) > 1 else math.nan

    def _repr_html_(self) -> str:
        """A table: a row a seed, a column a number."""
        keys = [k for k, v in self.runs[0].items() if isinstance(v, float)]
        lines = [
            [r["seed"], *(f"{r[k]:.5g}" for k in keys)] for r in self.runs
        ]
        lines.append(["mean", *(f"{self.mean(k):.5g}" for k in keys)])
        lines.append(["spread", *(f"{self.spread(k):.2g}" for k in keys)])
        head = "".join(f'<th scope="col">{escape(k)}</th>' for k in keys)
        body = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>"
            for line in lines
        )
        caption = f"{self.name}: {self.runs[-1]['hardware']}"
        return (
            f'<table class="lab-ledger"><caption>{escape(caption)}</caption>'
            f'<thead><tr><th scope="col">seed</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )


def load(path: str | os.PathLike) -> Recording:
    """Read what `record` wrote: the path of the JSON file."""
    values = json.loads(Path(path).read_text(encoding="utf-8"))
    return Recording(**values)


def record(
    path: str | os.PathLike,
    name: str,
    seeds: Iterable[int],
    run: Callable[[int], dict[str, Any]],
    *,
    config: dict[str, Any],
    data: dict[str, Any],
    hardware: str = "",
    command: str | None = None,
) -> Recording:
    """Do the runs that ``path/name.json`` does not have yet.

    Parameters
    ----------
    path : a folder.
    run : takes a seed, returns numbers, strings, lists and dictionaries.
    config : all that decides the result besides the seed and the data.
    data : where the data came from and its hash: ``source``, ``sha256``.
    hardware : a line on the machine, see `cnnlab.hardware.describe`.
    command : how to repeat it; the command line of this program if None.

    Raises
    ------
    ValueError
        If the file has runs of another ``config`` or ``data``.
    """
    file = Path(path) / f"{name}.json"
    # Through JSON, so that a tuple equals the list that it becomes there.
    config, data = json.loads(json.dumps([config, data]))
    done = load(file) if file.exists() else Recording(name, config, data)
    _refuse_mixture(file, done, config, data)
    for seed in seeds:
        if seed in done.seeds:
            print(f"{name}, seed {seed}: already in {file}", flush=True)
            continue
        print(f"{name}, seed {seed}:", flush=True)
        start = time.perf_counter()
        result = run(seed)
        entry = {
            "seed": seed,
            **result,
            "seconds": time.perf_counter() - start,
            "date": datetime.now(UTC).date().isoformat(),
            "command": command or _command(),
            "hardware": hardware,
            "versions": _versions(),
        }
        done.runs = sorted([*done.runs, entry], key=lambda r: r["seed"])
        with replacing(file) as temporary:
            text = json.dumps(asdict(done), indent=1, ensure_ascii=False)
            temporary.write_text(text + "\n", encoding="utf-8")
    return done


def _refuse_mixture(
    file: Path, done: Recording, config: dict, data: dict
) -> None:
    old = {**done.config, **{f"data.{k}": v for k, v in done.data.items()}}
    new = {**config, **{f"data.{k}": v for k, v in data.items()}}
    changes = [
        f"{key} was {old.get(key)!r}, is {new.get(key)!r}"
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]
    if changes:
        raise ValueError(
            f"{file} has runs made in another way ({'; '.join(changes)}): "
            "use another name, or delete the file to record all seeds again"
        )


def _command() -> str:
    return shlex.join(["python", *sys.argv])


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
