"""nbgrader's rules for the rows of one submitted notebook."""

from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.grading.notebook import read_file

if TYPE_CHECKING:
    from datetime import datetime

    from nbformat import NotebookNode
    from nbgrader.api import SubmittedAssignment, SubmittedNotebook
    from nbgrader.preprocessors import AssignLatePenalties

    from cnnlab.grading.nbcourse import Settings, SourceNotebook

STAMP_BYTES = 200  # no date is longer


def check_scores(result: dict) -> None:
    """Raise ValueError if a score is not between 0 and its points."""
    for cell in result["cells"]:
        score = cell["score"]
        if score is not None and not 0 <= score <= cell["points"]:
            raise ValueError(
                f"`score` (={score!r}) of cell {cell['grade_id']!r} must be "
                f"between 0 and its points (={cell['points']!r})."
            )


def auto_scores(
    result: dict, made: "NotebookNode", source: "SourceNotebook"
) -> dict[str, float | None]:
    """Give the automatic score of every grade cell; None waits for a person.

    A cell that is graded by hand gets what nbgrader gives it: 0 if it was
    left as handed out, else None.
    """
    from nbgrader.utils import determine_grade, is_grade

    scores = {n: None for n, cell in source.cells.items() if cell.grade}
    if result["status"] == "unreadable":
        return dict.fromkeys(scores, 0.0)
    given = {c["grade_id"]: c["score"] for c in result["cells"]}
    for node in filter(is_grade, made.cells):
        name = node.metadata.nbgrader["grade_id"]
        scores[name] = given[name]
        if given[name] is None and source.cells[name].solution:
            scores[name] = determine_grade(node)[0]
    return scores


def are_there(
    rows: "SubmittedNotebook",
    scores: dict[str, float | None],
    source: "SourceNotebook",
) -> bool:
    """Say whether the rows hold these automatic scores."""
    held = {source.names[g.cell_id]: g.auto_score for g in rows.grades}
    return all(held[name] == score for name, score in scores.items())


def set_grades(
    rows: "SubmittedNotebook",
    scores: dict[str, float | None],
    source: "SourceNotebook",
    status: str,
) -> None:
    """Set automatic scores; what a person gave stays and waits for review.

    A person should also look at a file that nobody could read.
    """
    for grade in rows.grades:
        name = source.names[grade.cell_id]
        if name in scores:  # the others are task cells: a person's alone
            grade.auto_score = scores[name]
            grade.needs_manual_grade = (
                grade.manual_score is not None
                or grade.auto_score is None
                or status == "unreadable"
            )


def set_comments(
    rows: "SubmittedNotebook", made: "NotebookNode", source: "SourceNotebook"
) -> None:
    """Say "No response." where an answer is as it was handed out."""
    from nbgrader.utils import compute_checksum, is_solution

    unchanged = {
        node.metadata.nbgrader["grade_id"]
        for node in filter(is_solution, made.cells)
        if node.metadata.nbgrader["checksum"] == compute_checksum(node)
    }
    for comment in rows.comments:
        name = source.names[comment.cell_id]
        comment.auto_comment = "No response." if name in unchanged else None


def zero_missing(
    submission: "SubmittedAssignment", name: str, folders: list[Path]
) -> None:
    """Give 0 to the other notebooks that nobody handed in or graded."""
    for notebook in submission.notebooks:
        file = f"{notebook.name}.ipynb"
        if notebook.name != name and not any(
            (folder / file).exists() for folder in folders
        ):
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, False


def late_rule(settings: "Settings") -> "AssignLatePenalties":
    """Load the course's plugin; it may be a file of the course."""
    from nbgrader.preprocessors import AssignLatePenalties

    with settings.here():
        rule = AssignLatePenalties(config=settings.config)
        rule.init_plugin()
    return rule


def set_penalty(
    submission: "SubmittedAssignment",
    rows: "SubmittedNotebook",
    rule: "AssignLatePenalties",
) -> list[str]:
    """Ask the course's plugin, as nbgrader's AssignLatePenalties does."""
    rows.late_submission_penalty = None
    late = submission.total_seconds_late
    if late <= 0:
        return []
    penalty = rule.plugin_inst.late_submission_penalty(
        submission.student.id, rows.score, late
    )
    if penalty is not None:
        penalty = rule._check_late_penalty(rows, penalty)
        rows.late_submission_penalty = penalty
    return [f"handed in {late / 3600:.1f} h late, penalty {penalty or 0:g}"]


def timestamp(folder: Path) -> "tuple[datetime | None, list[str]]":
    """Read when the submission came; a broken file is a note, no more."""
    from nbgrader.utils import parse_utc

    path = folder / "timestamp.txt"
    if not path.exists() and not path.is_symlink():
        return None, []
    try:
        text = read_file(path)[:STAMP_BYTES].decode("utf-8").strip()
        return parse_utc(text) if text else None, []
    except Exception:  # a stranger's file, and what dateutil makes of it
        return None, ["timestamp.txt could not be read: not counted as late"]
