"""Measure ours against theirs, side by side in one run.

    python bench/run.py [--full] [NAME ...]

Each name is a file of `bench/` with a function ``rows(full)``. The table goes
to the terminal, the figures with their environment to `bench/results/`.

Where OPENBLAS_CORETYPE is set, NumPy runs the kernels of another processor
and torch does not. What multiplies matrices is then measured twice: as it is
set, and in a second process with it unset. Both are shown and written, and
the second is judged.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PARTS = ("rows", "run")
CORETYPE = "OPENBLAS_CORETYPE"
# Here no time of a matrix product is compared: once is enough.
WITHOUT_PRODUCTS = ("book", "grading", "grading_memory", "imports")
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
    parser.add_argument("--beside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no {sorted(unknown)[0]!r}; there is {names()}")
    chosen = options.names or names()
    if os.environ.get(CORETYPE):
        return _both(chosen, options.full)
    beside = json.loads(options.beside.read_text()) if options.beside else {}
    begun = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    for name in chosen:
        before = environment()
        found = measure(name, options.full)
        if not found:
            if not options.full:
                print(f"{name}: only with FULL=1")
            continue
        show(found)
        save(name, found, before, options.full, begun, beside.get(name))
    return 0


def measure(name: str, full: bool) -> list[Row]:
    """The rows of one file of `bench/`."""
    return importlib.import_module(name).rows(full)


def _both(chosen: list[str], full: bool) -> int:
    """As the variable is set, then in a process where it is not."""
    kind, beside = os.environ[CORETYPE], {}
    for name in chosen:
        if name in WITHOUT_PRODUCTS:
            continue
        found = measure(name, full)
        show(found, title=f"{CORETYPE}={kind}, not judged")
        beside[name] = {CORETYPE: kind, "rows": [r.as_json() for r in found]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "beside.json")
        path.write_text(json.dumps(beside))
        command = [sys.executable, __file__, "--beside", str(path), *chosen]
        unset = {k: v for k, v in os.environ.items() if k != CORETYPE}
        print(f"Once more with {CORETYPE} unset:", flush=True)
        again = subprocess.run(command + ["--full"] * full, env=unset)
    return again.returncode


def show(found: list[Row], title: str | None = None) -> None:
    """A table in the terminal."""
    from rich.console import Console
    from rich.table import Table

    heads = ("what", "unit", "ours", "theirs", "ratio", "aim", "")
    table = Table(*heads, title=title)
    for row in found:
        table.add_row(f"{row.name}: {row.what}", row.unit, *_figures(row))
    Console().print(table)


def _figures(row: Row) -> list[str]:
    """Ours, theirs, ratio, aim and whether it was reached, as words."""
    known = (row.ours, row.theirs, row.ratio)
    words = ["none" if x is None else f"{x:.4g}" for x in known]
    aim = "" if row.aim is None else f"{row.aim:.3g}"
    if row.limit is not None:
        aim = f"at most {row.limit:g} {row.unit}"
    mark = {True: "reached", False: "missed", None: ""}[row.reached]
    return [*words, aim, mark]


def save(
    name: str,
    found: list[Row],
    before: dict,
    full: bool,
    begun: str,
    beside: dict | None = None,
) -> None:
    """Figures, environment and command; only a full run replaces a full.

    Records of one run say that they were ``begun`` at the same time;
    ``beside`` is what was measured with OPENBLAS_CORETYPE set.
    """
    path = RESULTS / f"{name}.json"
    record = {
        "command": f"make bench NAMES={name}" + (" FULL=1" if full else ""),
        "full": full,
        "begun": begun,
        "environment": before,
        "rows": [row.as_json() for row in found],
    }
    if beside:
        record["beside"] = beside
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if known.get("full") and not full:
        path = RESULTS / f"{name}.quick.json"
    RESULTS.mkdir(exist_ok=True)
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(f"written: bench/results/{path.name}")


if __name__ == "__main__":
    sys.exit(main())
