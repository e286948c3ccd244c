"""Grades as tables: a plain one, one for Canvas, one for Moodle.

The same results give the same bytes: rows are sorted and hold no time.

Canvas reads the header ``Student, ID, SIS User ID, SIS Login ID, Section``,
then a column an assignment; a row whose first cell says "Points Possible"
holds the maxima; a student is found by ID, else by SIS ID, else by login,
else by name, and a title that it does not know becomes a new assignment
(Canvas LMS, ``lib/gradebook_importer.rb``: ``row_has_student_headers?``,
``update_column_count``, ``process_student``, ``parse_assignments``).

Moodle takes any CSV file with a header: on upload one column is mapped to
username, ID number or email address, and one to a grade item (MoodleDocs,
"Grade import"; ``grade/import/csv/classes/load_data.php``).

A blank would wipe a grade that is there, so a student who still waits for a
person has no row in these two tables. The plain one has everybody.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from cnnlab.grading.safe_text import one_line, write_whole

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GRADED = ("test", "manual", "task")
POINTS_ROW = "    Points Possible"


def write_all(
    folder: Path, results: Iterable[dict], students: dict | None = None
) -> None:
    """Write `grades.csv`, `grades-canvas.csv` and `grades-moodle.csv`.

    Parameters
    ----------
    folder
        Made if it is not there.
    results
        Of one assignment; best as `GradebookWriter.marked` gives them.
    students
        ``first_name``, ``last_name``, ``email``, ``lms_user_id`` by student.
    """
    results, students = list(results), students or {}
    write_whole(folder / "grades.csv", plain(results))
    write_whole(folder / "grades-canvas.csv", canvas(results, students))
    write_whole(folder / "grades-moodle.csv", moodle(results, students))


def plain(results: Iterable[dict]) -> str:
    """Give one row a student: each cell, the total, what to look at."""
    by_student = _by_student(results)
    columns = _columns(by_student)
    head = ["student", "assignment", *columns, "penalty", "total", "max"]
    head += ["status", "needs_review"]
    head += ["repaired", "limits", "suspicious", "inside"]
    rows = [head]
    for student, works in by_student.items():
        scores = _scores(works)
        row = [student, works[0]["assignment"]]
        row += [_number(scores.get(key)) for key in columns.values()]
        row += [_number(sum(w.get("penalty", 0.0) for w in works))]
        row += [_number(total(works)), _number(_most(works))]
        bad = [w["status"] for w in works if w["status"] != "graded"]
        row += [(bad or ["graded"])[0], _yes(waits(works))]
        for kind in ("repairs", "limits", "suspicious"):
            row.append(_yes(any(w[kind] for w in works)))
        rows.append([*row, _yes(any(map(ran_inside, works)))])
    return _table(rows)


def canvas(results: Iterable[dict], students: dict) -> str:
    """Give the table that Canvas imports (Gradebook, Import)."""
    by_student = _by_student(results)
    title = _title(by_student)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    most = max(map(_most, by_student.values()), default=0.0)
    rows = [head, [POINTS_ROW, "", "", "", "", _number(most)]]
    for student, works in by_student.items():
        if not waits(works):
            known = students.get(student, {})
            names = known.get("last_name", ""), known.get("first_name", "")
            name = ", ".join(filter(None, names)) or student
            name = name.replace("Points Possible", "Points-Possible")
            row = [name, known.get("lms_user_id", ""), "", student, ""]
            rows.append([*row, _number(total(works))])
    return _table(rows)


def moodle(results: Iterable[dict], students: dict) -> str:
    """Give the table that Moodle imports (Grades, Import, CSV file)."""
    by_student = _by_student(results)
    head = ["Username", "First name", "Last name", "Email address"]
    rows = [[*head, _title(by_student)]]
    for student, works in by_student.items():
        if not waits(works):
            known = students.get(student, {})
            keys = ("first_name", "last_name", "email")
            row = [student, *(known.get(key, "") for key in keys)]
            rows.append([*row, _number(total(works))])
    return _table(rows)


def total(works: list[dict]) -> float:
    """Add up a student's notebooks, penalties taken off; never below 0."""
    return sum(max(0.0, w["score"] - w.get("penalty", 0.0)) for w in works)


def waits(works: list[dict]) -> bool:
    """Say whether a person still has to look at something."""
    return any(
        cell.get("review", cell["score"] is None)
        for work in works
        for cell in work["cells"]
        if cell["kind"] in GRADED
    )


def ran_inside(work: dict) -> bool:
    """Say whether a test cell ran in the box, where verdicts are weaker."""
    return any(cell["where"] == "inside" for cell in work["cells"])


def _by_student(results: Iterable[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    key = lambda r: (r["student"], r["notebook"])  # noqa: E731
    for result in sorted(results, key=key):
        found.setdefault(result["student"], []).append(result)
    return found


def _columns(by_student: dict[str, list[dict]]) -> dict[str, tuple[str, str]]:
    """Give (notebook, grade_id) by heading, in the order of the notebooks."""
    works = [work for works in by_student.values() for work in works]
    several = len({work["notebook"] for work in works}) > 1
    keys = {
        (work["notebook"], cell["grade_id"]): None
        for work in sorted(works, key=lambda w: w["notebook"])
        for cell in work["cells"]
        if cell["kind"] in GRADED
    }
    return {"/".join(key) if several else key[1]: key for key in keys}


def _scores(works: list[dict]) -> dict[tuple[str, str], float | None]:
    return {
        (work["notebook"], cell["grade_id"]): cell["score"]
        for work in works
        for cell in work["cells"]
        if cell["kind"] in GRADED
    }


def _most(works: list[dict]) -> float:
    return sum(work["max_score"] for work in works)


def _title(by_student: dict[str, list[dict]]) -> str:
    return next((w[0]["assignment"] for w in by_student.values()), "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 4):.10g}"


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


def _table(rows: list[list[str]]) -> str:
    """Write rows; text that a spreadsheet would run gets a quote before."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_cell(text) for text in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    if text == POINTS_ROW:
        return text
    text = one_line(text)
    return f"'{text}" if text.startswith(FORMULA) else text
