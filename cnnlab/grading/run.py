"""Grade an assignment: find, grade on many hands, write with one.

Workers only compute. This process alone writes: first the log of a result,
then the gradebook, then the student's page. Each of the three can be done
again without harm, so a run that was killed at any moment goes on where it
was.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cnnlab.grading import course as courses
from cnnlab.grading import feedback, grades, jail, nbcourse, summary
from cnnlab.grading.assignment import Assignment
from cnnlab.grading.gradebook import GradebookWriter
from cnnlab.grading.journal import Journal
from cnnlab.grading.pool import open_pool
from cnnlab.grading.worker import Task

Progress = Callable[[str, dict], None]


@dataclass(frozen=True)
class Options:
    """What the command line says.

    ``box`` is "auto" or a name of `jail.JAILS`; ``cluster`` an address or
    "local"; ``limits`` overlays the assignment's own.
    """

    course: Path
    assignment: str
    jobs: int = 1
    cluster: str = ""
    students: frozenset[str] = frozenset()
    regrade: bool = False
    box: str = "auto"
    seed: int | None = None
    limits: dict = field(default_factory=dict)


@dataclass
class Outcome:
    """What a run did, for whoever shows it."""

    results: list[dict] = field(default_factory=list)
    graded: int = 0
    kept: int = 0
    warnings: list[str] = field(default_factory=list)
    folder: Path | None = None
    box: str = ""


@contextmanager
def _without_addresses() -> Iterator[None]:
    """Load nbgrader without what checks web addresses in JSON schemas.

    jsonschema loads it where it is installed, which takes longer than all of
    nbgrader; no schema of a notebook has an address to check.
    """
    name = "rfc3987_syntax"
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = None
    try:
        yield
    finally:
        if absent:
            del sys.modules[name]


def _silent(event: str, facts: dict) -> None:
    """Progress that nobody watches."""


def grade_course(options: Options, progress: Progress = _silent) -> Outcome:
    """Grade every submission of an assignment that needs it.

    ``progress(event, facts)`` is called with "start", "begin", "result",
    "end".

    Raises
    ------
    nbcourse.CourseError
        If there is no such course or assignment.
    jail.JailError
        If the box that was asked for cannot be had.
    """
    with _without_addresses():
        settings = nbcourse.load_settings(options.course)
    todo = courses.load_assignments(
        settings, options.assignment, options.limits
    )
    box = jail.choose(options.box)
    jail.check_course(options.course)
    journal = Journal(options.course, options.assignment)
    with journal.alone():
        return _grade(options, settings, todo, box, journal, progress)


def _grade(
    options: Options,
    settings: nbcourse.Settings,
    todo: list[Assignment],
    box: str,
    journal: Journal,
    progress: Progress,
) -> Outcome:
    seed, outcome = journal.seed(options.seed), Outcome(box=box)
    outcome.folder = journal.folder
    progress("start", {"box": box, "seed": seed})
    ready = []
    for assignment in todo:
        checked, warnings = journal.checked(assignment, seed, box)
        ready.append(checked)
        outcome.warnings += warnings
        outcome.warnings += _told_inside(checked)
    with GradebookWriter(options.course) as writer:
        writer.prepare(options.assignment)
        run = _Run(options, settings, journal, writer, outcome, progress)
        for assignment in ready:
            run.grade(assignment, seed, box)
        run.finish()
    return outcome


def _told_inside(assignment: Assignment) -> Iterator[str]:
    for key in sorted(assignment.inside):
        yield (
            f"{key}: this test cell needs more of an answer than can be "
            "reached from outside, so it runs in the box, where a dishonest "
            "notebook can pass it and read its hidden tests."
        )


class _Run:
    def __init__(
        self,
        options: Options,
        settings: nbcourse.Settings,
        journal: Journal,
        writer: GradebookWriter,
        outcome: Outcome,
        progress: Progress,
    ) -> None:
        self.options, self.settings, self.journal = options, settings, journal
        self.writer, self.outcome, self.progress = writer, outcome, progress
        self.notes: dict[tuple[str, str], list[str]] = {}

    def grade(self, assignment: Assignment, seed: int, box: str) -> None:
        folders, odd = courses.submissions(
            self.settings, assignment, self.options.students
        )
        self.outcome.warnings += odd
        missing = self.options.students - {f.parent.name for f in folders}
        self.outcome.warnings += [
            f"{name} has handed in nothing" for name in sorted(missing)
        ]
        pool = open_pool(self.options.jobs, self.options.cluster)
        with pool:
            facts = {"count": len(folders), "hands": pool.name}
            self.progress("begin", facts | {"notebook": assignment.notebook})
            tasks = self.tasks(folders, assignment, seed, box)
            for result in pool.grade(tasks):
                self.journal.keep(result)
                self.outcome.graded += 1
                self.write(result)
        self.progress("end", {})

    def tasks(
        self,
        folders: Iterable[Path],
        assignment: Assignment,
        seed: int,
        box: str,
    ) -> Iterator[Task]:
        """What is left to do; results of earlier runs are written again."""
        for folder in folders:
            ours = courses.collect(folder, assignment)
            names = ours.student, ours.notebook
            key = ours.key(assignment.version, seed)
            known = self.journal.load(*names, key)
            if known and not self.options.regrade:
                self.outcome.kept += 1
                self.write(known)
                continue
            self.journal.keep_original(*names, ours.data)
            yield Task(assignment, ours, seed, box)

    def write(self, result: dict) -> None:
        """Into the gradebook and onto the student's page."""
        try:
            names = result["student"], result["notebook"]
            self.notes[names] = self.writer.apply(result)
            feedback.write(self.settings, self.writer.marked(result))
        except (ValueError, OSError) as error:  # one never stops the others
            self.outcome.warnings.append(f"{result['student']}: {error}")
        self.progress("result", result)

    def finish(self) -> None:
        """The tables are of all logs, also of students not asked for now."""
        self.outcome.results = self.all_results()
        students = self.writer.students()
        grades.write_all(self.journal.folder, self.outcome.results, students)
        summary.write(self.journal.folder, self.outcome.results)

    def all_results(self) -> list[dict]:
        found = []
        for path in sorted(self.journal.folder.glob("logs/*/*.json")):
            result = self.journal._read(path)
            with suppress(KeyError, LookupError, ValueError):
                names = result["student"], result["notebook"]
                notes = {"notes": self.notes.get(names, [])}
                found.append(self.writer.marked(result) | notes)
        return found
