"""What the page of measurements shows: the records of `make bench`, in words.

A record is a file of `bench/results/` with the command, the environment and
the rows of one run. Each of `TITLES` has its place on the page, measured or
not; records without a title come after them under their file's name.
"""

import json
import re
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[2] / "bench" / "results"
TITLES = {
    "convolution": "Convolution: NumPy against torch",
    "lenet": "A training step of LeNet-5: NumPy against torch",
    "speedrun": "CIFAR-10 on one GPU: cnnlab.speedrun against airbench",
    "imports": "Starting: import cnnlab against import numpy",
    "book": "Building this book",
    "grading": "Grading: cnnlab against nbgrader",
    "grading_memory": "Grading: memory over many submissions",
}
TEXT = {
    "head": ("what was done", "ours", "theirs", "ours to theirs", "asked for"),
    "missing": "Not measured yet: there is no record. The command is",
    "beside": "with {}, not judged",
    "no other side": "no other side",
    "reached": "reached",
    "missed": "missed",
    "nothing": "nothing",
    "summary": (
        "Of {} aims {} are reached and {} missed. Not measured yet: {}."
    ),
    "none": "none",
    "one run": "All tables are of one run, begun at {}.",
    "shape": (
        "{} images of {} × {} × {}, {} filters of {} × {}, stride {}, "
        "padding {}"
    ),
}
LESS_IS_BETTER = ("ms", "s", "MB")
SHAPE = re.compile(
    r"N(\d+) C(\d+) (\d+)x(\d+) F(\d+) k(\d+) s(\d+) p(\d+)"
)  # as in bench/convolution.py
VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE")
PACKAGES = ("cnnlab", "numpy", "torch", "nbgrader")


def setup(app):
    import measurements_directive  # Sphinx is there only when Sphinx asks

    return measurements_directive.setup(app)


def paths() -> list[Path]:
    """Files of records; of a quick run beside a full one the full one."""
    found = sorted(RESULTS.glob("*.json"))
    return [path for path in found if not path.stem.endswith(".quick")]


def records() -> dict[str, dict | None]:
    """Name -> record, None where it is missing."""
    found = {
        path.stem: json.loads(path.read_text("utf-8")) for path in paths()
    }
    return dict.fromkeys(TITLES) | found


def summary(found: dict[str, dict | None]) -> str:
    """How many aims are reached, what is missing, and whether of one run."""
    rows = [
        row for record in found.values() if record for row in record["rows"]
    ]
    marks = [row["reached"] for row in rows if row["reached"] is not None]
    missing = [TITLES[name] for name, record in found.items() if not record]
    words = TEXT["summary"].format(
        len(marks), marks.count(True), marks.count(False),
        "; ".join(missing) or TEXT["none"],
    )  # fmt: skip
    begun = {record["begun"] for record in found.values() if record}
    if len(begun) == 1:
        words += " " + TEXT["one run"].format(*begun)
    return words


def facts(record: dict) -> list[tuple[str, str]]:
    """The command that repeats it, and what its figures depend on."""
    about = record["environment"]
    rounds = sorted({row["rounds"] for row in record["rows"]})
    kind = "full" if record["full"] else "quick"
    best = "one" if rounds == [1] else f"best of {_listed(rounds)}"
    threads = (f"{name} {about[name] or 'unset'}" for name in VARIABLES)
    packages = (f"{name} {about[name]}" for name in PACKAGES if about[name])
    return [
        ("command", record["command"]),
        ("begun", record["begun"]),
        ("rounds", f"{best}, a {kind} run"),
        (
            "machine",
            f"{about['cpu']}; {about['machine']}; {about['system']}; "
            f"load {about['load']} before the run",
        ),
        ("threads", ", ".join(threads)),
        ("versions", f"Python {about['python']}, {', '.join(packages)}"),
    ]


def _listed(numbers: list[int]) -> str:
    return " or ".join(map(str, numbers))


def lines(rows: list[dict]) -> list[tuple[str, ...]]:
    """Rows for a table: what, both figures, their ratio, what was asked."""
    return [
        (
            plain(row["what"]),
            _figure(row["ours"], row["unit"]),
            TEXT["no other side"] if row["theirs"] is None
            else _figure(row["theirs"], row["unit"]),
            "" if row["ratio"] is None else _times(row["ratio"], row["unit"]),
            asked(row),
        )
        for row in rows
    ]  # fmt: skip


def plain(what: str) -> str:
    """The shape of a convolution in words; apostrophes as Sphinx sets them."""
    words = SHAPE.sub(
        lambda found: TEXT["shape"].format(*_twice(*found.groups())), what
    )
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _twice(*numbers: str) -> tuple[str, ...]:
    *before, kernel, stride, padding = numbers
    return *before, kernel, kernel, stride, padding


def asked(row: dict) -> str:
    """The aim as a ratio of ours to theirs, or the limit; and its end."""
    if row["reached"] is None:
        return TEXT["nothing"]
    if row.get("limit") is not None:
        wish = f"at most {_figure(row['limit'], row['unit'])}"
    else:
        side = "most" if row["unit"] in LESS_IS_BETTER else "least"
        wish = f"at {side} {_times(row['aim'], row['unit'])}"
    return f"{wish}: {TEXT['reached' if row['reached'] else 'missed']}"


def _times(ratio: float, unit: str) -> str:
    """A row's ratio is above 1 where we are ahead; here, ours to theirs."""
    value = 1 / ratio if unit in LESS_IS_BETTER else ratio
    return f"{value:.3g}×"


def _figure(value: float, unit: str) -> str:
    """A number and its unit, which no line break parts."""
    number = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return f"{number}\N{NO-BREAK SPACE}{unit}"
