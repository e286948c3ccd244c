"""The single writer: results go into nbgrader's gradebook and notebooks.

Everything goes through nbgrader's own API and follows its rules: a person's
score stays and waits for review after a regrade, an unchanged answer that a
person would grade scores 0, the course's plugin sets late penalties.

Applying a result is idempotent. The rows of one notebook are one transaction;
the notebook in `autograded/` is written after it and names the result. A
result that is named there and in the rows changes nothing: what a person has
reviewed stays reviewed when a run is resumed.
"""

import copy
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.grading import autograded, database, nbcourse, rows
from cnnlab.grading.safe_text import checked_name, write_whole

if TYPE_CHECKING:
    from nbgrader.api import SubmittedNotebook


class GradebookWriter:
    """Writes results of one course; keep one open, use it from one thread.

    Parameters
    ----------
    course
        The folder with `source/`, `submitted/` and `nbgrader_config.py`.
    """

    def __init__(self, course: Path) -> None:
        from nbgrader.api import Gradebook

        self.settings = nbcourse.load_settings(course)
        self._late_rule = rows.late_rule(self.settings)
        folders = self.settings.folders
        database.create(folders.db_url, folders.course_id)
        self.gradebook = Gradebook(folders.db_url, folders.course_id)
        self._sources: dict[str, dict[str, nbcourse.SourceNotebook]] = {}

    def __enter__(self) -> "GradebookWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.gradebook.close()

    def prepare(self, assignment: str) -> dict[str, nbcourse.SourceNotebook]:
        """Bring the gradebook's cells of an assignment up to date, once.

        Raises
        ------
        nbcourse.CourseError
            If source notebook and gradebook do not fit; says the mend.
        """
        if assignment not in self._sources:
            self._sources[assignment] = nbcourse.register(
                self.settings, self.gradebook, assignment
            )
        return self._sources[assignment]

    def apply(self, result: dict) -> list[str]:
        """Write one result; give notes for the instructor.

        Applying twice, or again after a kill, gives the same rows.

        Raises
        ------
        ValueError
            If a name or a score in the result cannot be.
        """
        source = self._source(result)
        rows.check_scores(result)
        made = autograded.build(result, source)
        scores = rows.auto_scores(result, made, source)
        stamp, notes = rows.timestamp(self._folder("submitted", result))
        path = self._folder("autograded", result) / _file(result)
        said = autograded.stored_digest(path) == autograded.digest(result)
        with database.transaction(self.gradebook):
            found = self._rows(result, stamp)
            if not (said and rows.are_there(found, scores, source)):
                rows.set_grades(found, scores, source, result["status"])
                rows.set_comments(found, made, source)
            notes += self._finish(result, found)
        mode = 0o664 if self.settings.folders.groupshared else 0o444
        if not said:
            autograded.write(path, made, mode)
        if stamp:
            text = f"{stamp:%Y-%m-%d %H:%M:%S.%f} UTC\n"
            write_whole(path.with_name("timestamp.txt"), text, mode)
        return notes

    def marked(self, result: dict) -> dict:
        """Give the result with what the gradebook knows besides.

        Scores by hand replace automatic ones. Each graded cell gets
        ``review`` (waits for a person) and, as an answer, ``comment``; the
        result gets ``penalty``.
        """
        names = [result[k] for k in ("notebook", "assignment", "student")]
        found = self.gradebook.find_submission_notebook(*names)
        known, given = self._source(result).names, copy.deepcopy(result)
        grades = {known[g.cell_id]: g for g in found.grades}
        comments = {known[c.cell_id]: c.comment for c in found.comments}
        for cell in given["cells"]:
            grade = grades.get(cell["grade_id"])
            if grade is not None:
                cell["review"] = grade.needs_manual_grade
                none = grade.manual_score is None and grade.auto_score is None
                cell["score"] = None if none else grade.score
            cell["comment"] = comments.get(cell["grade_id"]) or ""
        given["score"] = found.score
        given["penalty"] = found.late_submission_penalty or 0.0
        return given

    def students(self) -> dict[str, dict]:
        """Give names and addresses by student, for `grades`."""
        keys = ("first_name", "last_name", "email", "lms_user_id")
        return {
            student.id: {key: getattr(student, key) or "" for key in keys}
            for student in self.gradebook.students
        }

    def _source(self, result: dict) -> nbcourse.SourceNotebook:
        for kind in ("student", "assignment", "notebook"):
            checked_name(kind, result[kind])
        sources = self.prepare(result["assignment"])
        if result["notebook"] not in sources:
            raise ValueError(
                f"`notebook` (={result['notebook']!r}) must be one of "
                f"{', '.join(sources)}, the assignment's source notebooks."
            )
        return sources[result["notebook"]]

    def _folder(self, step: str, result: dict) -> Path:
        return self.settings.folder(
            step, result["student"], result["assignment"]
        )

    def _rows(self, result: dict, stamp: object) -> "SubmittedNotebook":
        """Find or make student and submission, as nbgrader does."""
        student, assignment = result["student"], result["assignment"]
        self.gradebook.update_or_create_student(student)
        submission = self.gradebook.update_or_create_submission(
            assignment, student, **({"timestamp": stamp} if stamp else {})
        )
        wanted = result["notebook"]
        return next(n for n in submission.notebooks if n.name == wanted)

    def _finish(self, result: dict, found: "SubmittedNotebook") -> list[str]:
        """Set what follows from the scores; the plugin sees the new ones."""
        folders = [
            self._folder(s, result) for s in ("submitted", "autograded")
        ]
        rows.zero_missing(found.assignment, found.name, folders)
        self.gradebook.db.flush()
        self.gradebook.db.refresh(found, ["score"])
        return rows.set_penalty(found.assignment, found, self._late_rule)


def apply(course: Path, result: dict) -> list[str]:
    """Write one result; for many, keep one `GradebookWriter` open."""
    with GradebookWriter(course) as writer:
        return writer.apply(result)


def _file(result: dict) -> str:
    return f"{result['notebook']}.ipynb"
