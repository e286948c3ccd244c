"""Assignments and submissions, where nbgrader keeps them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cnnlab.grading import nbcourse, notebook
from cnnlab.grading.assignment import Assignment, parts_of
from cnnlab.grading.jail import Limits
from cnnlab.grading.safe_text import checked_name, one_line

MOST_FILES = 100  # beside the notebook
MOST_LOOKED_AT = 2000  # files and folders, in which these are looked for
COURSE_BYTES = 16 * 2**20  # of all files of the course's together
STUDENT_BYTES = 4 * 2**20
ASIDE = ("timestamp.txt", "feedback")


@dataclass(frozen=True)
class Submission:
    """One notebook of one student, as it lies in ``submitted/``.

    ``problem`` is set where no notebook could be read; ``notes`` say what
    was unusual about the folder.
    """

    student: str
    assignment: str
    notebook: str
    data: bytes
    files: tuple[tuple[str, bytes], ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    def key(self, version: str, seed: int) -> str:
        """A hash that changes with whatever can change the result."""
        facts = [version, seed, self.student, self.problem, list(self.notes)]
        sums = [hashlib.sha256(self.data).hexdigest()]
        sums += [n + hashlib.sha256(d).hexdigest() for n, d in self.files]
        return hashlib.sha256(json.dumps([facts, sums]).encode()).hexdigest()


def load_assignments(
    settings: nbcourse.Settings, name: str, changes: dict | None = None
) -> list[Assignment]:
    """Read the instructor's notebooks of an assignment.

    Limits are those of `Limits`, overlaid by the notebook's own metadata
    (``cnnlab.limits``), overlaid by ``changes``.

    Raises
    ------
    nbcourse.CourseError
        If there is no such assignment; the message lists those there are.
    """
    import nbformat

    files = _other_files(settings.folder("source", ".", name), COURSE_BYTES)
    found = []
    for path in _sources(settings, name):
        node = nbformat.read(path, as_version=4)
        own = node.metadata.get("cnnlab", {}).get("limits", {})
        limits = replace(Limits(), **(dict(own) | (changes or {})))
        parts = parts_of(node.cells, _released(settings, name, path.name))
        found.append(
            Assignment(name, path.stem, parts, limits, files=tuple(files))
        )
    return found


def _sources(settings: nbcourse.Settings, name: str) -> list[Path]:
    try:
        checked_name("assignment", name)
        return nbcourse.source_notebooks(settings, name)
    except ValueError as error:
        folder = settings.folder("source", ".", "x").parent
        known = sorted(p.name for p in folder.glob("*") if p.is_dir())
        raise nbcourse.CourseError(
            f"{error} In {folder} there is: {', '.join(known) or 'nothing'}."
        ) from error


def _released(
    settings: nbcourse.Settings, name: str, file: str
) -> dict[str, str]:
    """The text of cells as students got them, where that is still there."""
    path = settings.folder("release", ".", name) / file
    try:
        cells = notebook.read(notebook.read_file(path)).cells
    except notebook.UnreadableError:
        return {}
    return {cell.grade_id: cell.source for cell in cells if cell.grade_id}


def _other_files(
    folder: Path, room: int, alone: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Small plain files beside a notebook: data, helper modules.

    What is too large for the ``room`` is left out; the rest still comes.
    """
    count = 0
    for path in sorted(islice(folder.rglob("*"), MOST_LOOKED_AT)):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if hidden or ".ipynb" in path.name or name.parts[0] in ASIDE:
            continue
        try:
            if path.lstat().st_size > room:
                continue
            data = notebook.read_file(path, alone)
        except (notebook.UnreadableError, OSError):
            continue
        room, count = room - len(data), count + 1
        if room < 0 or count > MOST_FILES:
            return
        yield name.as_posix(), data


def submissions(
    settings: nbcourse.Settings,
    assignment: Assignment,
    students: frozenset[str] = frozenset(),
) -> tuple[list[Path], list[str]]:
    """Folders that were handed in, and names that cannot be students."""
    root = settings.folder("submitted", "x", assignment.name).parent.parent
    folders, odd = [], []
    for path in sorted(root.glob("*")) if root.is_dir() else []:
        folder = path / assignment.name
        if students and path.name not in students:
            continue
        if not (folder.is_symlink() or folder.exists()):
            continue
        try:
            checked_name("student", path.name)
        except ValueError as error:
            odd.append(one_line(str(error)))
            continue
        folders.append(folder)
    return folders, odd


def _renamed(folder: Path, assignment: Assignment) -> Path | None:
    """The file that holds most cells of the notebook, else the only one."""
    files = sorted(folder.glob("*.ipynb*")) if folder.is_dir() else []
    keys = [json.dumps(p.grade_id) for p in assignment.parts if p.grade_id]
    known = {}
    for path in files:
        try:
            data = notebook.read_file(path, alone=True)
        except notebook.UnreadableError:
            continue
        known[path] = sum(key.encode() in data for key in keys)
    best = max(known, key=known.get, default=None)
    if len(known) == 1 or (best and known[best]):
        return best
    alike = [p for p in known if p.name.startswith(assignment.notebook)]
    return alike[0] if len(alike) == 1 else None


def collect(folder: Path, assignment: Assignment) -> Submission:
    """Read one submission; whatever it is, something comes back."""
    student = folder.parent.name
    names = (student, assignment.name, assignment.notebook)
    if folder.is_symlink() or folder.parent.is_symlink():
        return Submission(*names, b"", problem="the folder is a link")
    path = folder / f"{assignment.notebook}.ipynb"
    notes: list[str] = []
    if not path.exists() and not path.is_symlink():
        other = _renamed(folder, assignment)
        if other is None:
            return Submission(*names, b"", problem=f"there is no {path.name}")
        path = other
        notes.append(f"the file was called {one_line(path.name, 80)}")
    try:
        data = notebook.read_file(path, alone=True)
    except notebook.UnreadableError as error:
        return Submission(*names, b"", problem=one_line(error))
    files = tuple(_other_files(folder, STUDENT_BYTES, alone=True))
    return Submission(*names, data, files, notes=tuple(notes))
