"""What a run of the grader says at its end, in plain words."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.grading import grades
from cnnlab.grading.safe_text import one_line, write_whole

if TYPE_CHECKING:
    from rich.console import Console

MOST = 8  # lines of one list; `grades.csv` has all
BOXES = {
    "bubblewrap": "in a bubblewrap box",
    "container": "in a container",
    "plain": "WITHOUT a box: in a plain process with limits",
}


@dataclass(frozen=True)
class Summary:
    """Sections, each a heading and its lines; ``cells`` is the table."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    cells: tuple[tuple[str, int, int], ...]  # grade_id, lost points, of


def summarize(results: Iterable[dict]) -> Summary:
    """Look over the results of an assignment.

    They are best as `GradebookWriter.marked` gives them; a list "notes" in
    one is shown as well.
    """
    results = sorted(results, key=lambda r: (r["student"], r["notebook"]))
    sections = [
        ("Graded", _graded(results)),
        ("Waits for a person", _waiting(results)),
        ("Could not be read", _who(results, lambda r: [r["problem"]])),
        ("Repaired", _counted(results, "repairs")),
        ("Limits hit", _who(results, lambda r: r["limits"])),
        ("Suspicious", _who(results, lambda r: r["suspicious"])),
        ("Ran inside the box: weaker", _inside(results)),
        ("Late", _who(results, _late)),
        ("Notes", _who(results, lambda r: r.get("notes", ()))),
    ]
    return Summary(
        tuple((head, lines) for head, lines in sections if lines),
        _failures(results),
    )


def text(results: Iterable[dict]) -> str:
    """Give the summary as plain text, the same for the same results."""
    summary, parts = summarize(results), []
    for head, lines in summary.sections:
        parts.append("\n".join([head, *(f"  {line}" for line in lines)]))
    if summary.cells:
        lines = [
            f"  {name}: {lost} of {count}"
            for name, lost, count in summary.cells
        ]
        parts.insert(1, "\n".join(["Cells that lost points", *lines]))
    return "\n\n".join(parts) + "\n"


def write(folder: Path, results: Iterable[dict]) -> None:
    """Write `summary.txt`."""
    write_whole(folder / "summary.txt", text(results))


def show(results: Iterable[dict], console: "Console | None" = None) -> None:
    """Print the summary; strangers' text is never taken for markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    summary, console = summarize(results), console or Console()
    for number, (head, lines) in enumerate(summary.sections):
        console.print(Text(f"\n{head}", style="bold"))
        for line in lines:
            console.print(Text(f"  {line}"), highlight=False)
        if number == 0 and summary.cells:
            table = Table("cell", "lost points", "share", title_style="bold")
            for name, lost, count in summary.cells:
                bar = "#" * round(20 * lost / count)
                table.add_row(Text(name), f"{lost} of {count}", bar)
            console.print(table)


def _graded(results: list[dict]) -> tuple[str, ...]:
    if not results:
        return ("no submission",)
    most = f"{max(r['max_score'] for r in results):g}"
    scores = sorted(grades.total([result]) for result in results)
    middle = statistics.median(scores)
    lines = [
        f"{_number(len(results), 'notebook')}, {most} points each at most"
    ]
    lines.append(
        f"scores: lowest {scores[0]:g}, median {middle:g}, "
        f"highest {scores[-1]:g}"
    )
    for box, count in sorted(Counter(r["box"] for r in results).items()):
        lines.append(f"{_number(count, 'notebook')} ran {BOXES.get(box, box)}")
    return tuple(lines)


def _failures(results: list[dict]) -> tuple[tuple[str, int, int], ...]:
    """Test cells by how many lost points in them, most first."""
    lost, seen = Counter(), Counter()
    for result in results:
        for cell in result["cells"]:
            if cell["kind"] == "test" and cell["points"]:
                name = one_line(cell["grade_id"])
                seen[name] += 1
                lost[name] += (cell["score"] or 0.0) < cell["points"]
    order = sorted(seen, key=lambda name: (-lost[name], name))
    return tuple((n, lost[n], seen[n]) for n in order if lost[n])[:MOST]


def _waiting(results: list[dict]) -> tuple[str, ...]:
    names = sorted({r["student"] for r in results if grades.waits([r])})
    if not names:
        return ()
    return (
        f"{_number(len(names), 'student')}: grade by hand in formgrader, "
        "then run this command again for the tables and the feedback",
    )


def _who(results: list[dict], find: object) -> tuple[str, ...]:
    pairs = [(r["student"], what) for r in results for what in find(r) if what]
    return _listed(_line(*pair) for pair in pairs)


def _late(result: dict) -> list[str]:
    penalty = result.get("penalty", 0.0)
    return [f"{penalty:g} points less for being late"] * (penalty > 0)


def _counted(results: list[dict], key: str) -> tuple[str, ...]:
    """How often each thing happened: three hundred names help nobody."""
    count = Counter(one_line(t) for r in results for t in set(r[key]))
    order = sorted(count, key=lambda what: (-count[what], what))
    return _listed(f"{count[what]} x {what}" for what in order)


def _inside(results: list[dict]) -> tuple[str, ...]:
    names = {
        one_line(cell["grade_id"])
        for result in results
        for cell in result["cells"]
        if cell["where"] == "inside"
    }
    return _listed(f"test cell {name}" for name in sorted(names))


def _line(student: str, what: str) -> str:
    return f"{one_line(student, 40)}: {one_line(what)}"


def _listed(lines: Iterable[str]) -> tuple[str, ...]:
    lines = list(lines)
    more = len(lines) - MOST
    shown = lines[:MOST] + [f"and {more} more"] * (more > 0)
    return tuple(shown)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + "s" * (count != 1)
