"""Measure ours against theirs, side by side in one run.

    python bench/run.py [--full] [NAME ...]

Each name is a file of `bench/` with a function ``rows(full)``. The table goes
to the terminal, the figures with their environment to `bench/results/`.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PARTS = ("rows", "run")
# One thread on both sides; figures with more say so.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
sys.path.insert(0, str(HERE))

from rows import Row, environment  # noqa: E402


def names() -> list[str]:
    """The measurements that there are."""
    stems = (path.stem for path in HERE.glob("[!_]*.py"))
    return sorted(stem for stem in stems if stem not in PARTS)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; an aim that was missed is no failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no {sorted(unknown)[0]!r}; there is {names()}")
    for name in options.names or names():
        before = environment()
        found = importlib.import_module(name).rows(options.full)
        if not found:
            print(f"{name}: only with FULL=1")
            continue
        show(found)
        save(name, found, before, options.full)
    return 0


def show(found: list[Row]) -> None:
    """A table in the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "unit", "ours", "theirs", "ratio", "aim", "")
    for row in found:
        aim = "" if row.aim is None else f"{row.aim:g}"
        mark = {True: "reached", False: "missed", None: ""}[row.reached]
        figures = (f"{x:.4g}" for x in (row.ours, row.theirs, row.ratio))
        table.add_row(f"{row.name}: {row.what}", row.unit, *figures, aim, mark)
    Console().print(table)


def save(name: str, found: list[Row], before: dict, full: bool) -> None:
    """Figures, environment and command; only a full run replaces a full."""
    path = RESULTS / f"{name}.json"
    record = {
        "command": f"make bench NAMES={name}" + (" FULL=1" if full else ""),
        "full": full,
        "environment": before,
        "rows": [row.as_json() for row in found],
    }
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if known.get("full") and not full:
        path = RESULTS / f"{name}.quick.json"
    RESULTS.mkdir(exist_ok=True)
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(f"written: bench/results/{path.name}")


if __name__ == "__main__":
    sys.exit(main())
