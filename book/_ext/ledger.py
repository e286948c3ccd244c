"""What the results ledger lists: all records, and all numbers of all pages.

A record is a file of `results/`. Of its runs every measured number is listed
with its mean, spread and seeds; long lists (a curve, a matrix) are named and
stay in the file. A number of a page is what a cell gave to `glue`; it is from
a record, or live, from the build.
"""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path

from cnnlab.train import recorder

BOOK = Path(__file__).resolve().parents[1]
RESULTS = BOOK / "results"
ABOUT_A_RUN = ("seed", "date", "command", "hardware", "versions")
LONGEST = 12  # numbers of a list that are still listed one by one
SIGNS = 12  # of a hash, enough to tell two apart


def setup(app):
    import ledger_directive  # Sphinx is there only when Sphinx asks

    return ledger_directive.setup(app)


def flat(value: object, name: str) -> Iterator[tuple[str, float | str]]:
    """Every number inside ``value`` with its path; long lists by length."""
    if isinstance(value, bool | str) or value is None:
        return
    if isinstance(value, int | float):
        yield name, float(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else key)
    elif len(value) > LONGEST or name.split(".")[-1] == "epochs":
        yield name, f"{len(value)} entries, in the file"
    else:
        for index, inner in enumerate(value):
            yield from flat(inner, f"{name}[{index}]")


def measured(run: dict) -> dict[str, float | str]:
    """The numbers of one run, without what only describes it."""
    kept = {k: v for k, v in run.items() if k not in ABOUT_A_RUN}
    return dict(flat(kept, ""))


def shown(value: float | str) -> str:
    """Five digits, and whole numbers whole."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value.is_integer() else f"{value:.5g}"


def numbers(record: recorder.Recording) -> list[tuple[str, str, str, str]]:
    """Rows for a table: name, mean, spread, and the number of each seed."""
    runs = [measured(run) for run in record.runs]
    rows = []
    for name in dict.fromkeys(key for run in runs for key in run):
        values = [run.get(name, "none") for run in runs]
        known = [v for v in values if isinstance(v, float)]
        mean = shown(statistics.fmean(known)) if known else ""
        spread = f"{statistics.stdev(known):.2g}" if len(known) > 1 else ""
        rows.append((name, mean, spread, " · ".join(map(shown, values))))
    return rows


def facts(record: recorder.Recording) -> list[tuple[str, str]]:
    """What made the runs: commands, data, machines, versions, days."""

    def all_of(key: str) -> str:
        texts = dict.fromkeys(_words(run[key]) for run in record.runs)
        return "; ".join(texts)

    return [
        ("command", record.runs[-1]["command"]),
        ("data", f"{record.data['source']}; sha256 "
                 f"{record.data['sha256'][:SIGNS]}…"),
        ("hardware", all_of("hardware")),
        ("versions", all_of("versions")),
        ("recorded on", all_of("date")),
        ("settings", _words(record.config)),
    ]  # fmt: skip


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_words(v)}" for k, v in value.items())
    return str(value)


def records() -> list[recorder.Recording]:
    """All files of `results` that hold runs, by name."""
    paths = sorted(RESULTS.glob("*.json"))
    return [recorder.load(p) for p in paths if holds_runs(p)]


def tried() -> dict[str, dict[str, dict]]:
    """The other files: settings that were tried once, by file and name."""
    paths = sorted(RESULTS.glob("*.json"))
    return {
        p.stem: json.loads(p.read_text("utf-8"))
        for p in paths if not holds_runs(p)
    }  # fmt: skip


def holds_runs(path: Path) -> bool:
    return "runs" in json.loads(path.read_text("utf-8"))


def glued(folder: Path, docname: str) -> dict[str, str]:
    """The numbers of an executed page as its prose shows them."""
    path = folder / f"{docname}.glue.json"
    if not path.is_file():
        return {}
    found = {}
    for name, output in json.loads(path.read_text("utf-8")).items():
        text = output["data"].get("text/plain", "")
        if isinstance(text, list):
            text = "".join(text)
        if "image/svg+xml" in output["data"] or text.startswith("<"):
            continue  # a figure
        found[name] = text.strip("'\"")
    return found
