"""An nbgrader course: its settings, its folders, its source cells.

nbgrader loads when a function here is called, not when this is imported.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Gradebook, Notebook
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config


ROLES = ("grade", "solution", "locked", "task")


class CourseError(ValueError):
    """The course and the gradebook do not fit; the message says the mend."""


@dataclass(frozen=True)
class SourceCell:
    """One cell that nbgrader knows by name, hidden tests in place."""

    grade_id: str
    cell_type: str
    source: str
    checksum: str | None
    grade: bool
    solution: bool
    task: bool
    locked: bool
    points: float


@dataclass(frozen=True)
class SourceNotebook:
    """The named cells of one notebook, in order, and its kernel.

    ``names`` has the ``grade_id`` for the row number of each cell; ``plain``
    has type and text of the cells that nbgrader does not know.
    """

    kernelspec: dict
    cells: dict[str, SourceCell]
    names: dict[str, str]
    plain: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Settings:
    """What `nbgrader_config.py` says about a course."""

    root: Path
    config: "Config"
    folders: "CourseDirectory"

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Give a folder by its step: source, submitted, autograded, ..."""
        name = getattr(self.folders, f"{step}_directory")
        return Path(self.folders.format_path(name, student, assignment))

    @contextlib.contextmanager
    def here(self) -> Iterator[None]:
        """Stand in the course, as nbgrader does: plugins are found there."""
        before = os.getcwd()
        os.chdir(self.root)
        sys.path.insert(0, str(self.root))
        try:
            yield
        finally:
            sys.path.remove(str(self.root))
            os.chdir(before)


def load_settings(root: Path) -> Settings:
    """Read `nbgrader_config.py` where nbgrader looks for it."""
    from jupyter_core.paths import jupyter_config_path
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config, ConfigFileNotFound
    from traitlets.config.loader import PyFileConfigLoader

    root = Path(root).resolve()
    config = Config()
    bare = Settings(root, config, CourseDirectory(root=str(root)))
    with bare.here():
        for folder in (*reversed(jupyter_config_path()), str(root)):
            loader = PyFileConfigLoader("nbgrader_config.py", path=folder)
            with contextlib.suppress(ConfigFileNotFound):
                config.merge(loader.load_config())
    config.CourseDirectory.root = str(root)
    folders = CourseDirectory(config=config)
    folders.db_url = _absolute(folders.db_url, root)
    return Settings(root, config, folders)


def _absolute(url: str, root: Path) -> str:
    """Let ``sqlite:///gradebook.db`` mean the file of the course."""
    from sqlalchemy.engine import make_url

    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return url
    return f"sqlite:///{root / parsed.database}"


def source_notebooks(settings: Settings, assignment: str) -> list[Path]:
    """List the instructor's notebooks of an assignment, in order."""
    folder = settings.folder("source", ".", assignment)
    found = sorted(folder.glob("*.ipynb"))
    if not found:
        raise CourseError(
            f"`assignment` (={assignment!r}) has no notebook in {folder}. "
            "Put the instructor's notebook there."
        )
    return found


def instructor_cells(settings: Settings, path: Path) -> "NotebookNode":
    """Run nbgrader's own steps on a source notebook, up to saving cells."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.nbgraderformat import read
    from nbgrader.preprocessors import SaveCells
    from traitlets import import_item

    config = settings.config
    steps = GenerateAssignment(settings.folders, config=config).preprocessors
    notebook, resources = read(str(path), 4), _resources(settings, path)
    for step in steps:
        kind = import_item(step) if isinstance(step, str) else step
        if issubclass(kind, SaveCells):
            break
        notebook, resources = kind(config=config)(notebook, resources)
    return notebook


def save(settings: Settings, path: Path, notebook: "NotebookNode") -> None:
    """Let nbgrader write the cells of a notebook into the gradebook."""
    from nbgrader.preprocessors import SaveCells

    try:
        SaveCells(config=settings.config)(notebook, _resources(settings, path))
    except RuntimeError as error:
        raise CourseError(
            f"{path} has lost or won cells since submissions of it were "
            "graded. Put the old cells back, or remove the assignment's "
            "submissions from the gradebook."
        ) from error


def wanted_cells(notebook: "NotebookNode") -> dict[str, SourceCell]:
    """Give what the gradebook should hold for each named cell."""
    from nbgrader import utils

    cells = {}
    for cell in notebook.cells:
        roles = (utils.is_grade(cell), utils.is_solution(cell))
        roles += (utils.is_task(cell), utils.is_locked(cell))
        if any(roles):
            data = cell.metadata.nbgrader
            counts = roles[0] or roles[2]
            points = float(data["points"]) if counts else 0.0
            facts = (cell.cell_type, cell.source, data.get("checksum"))
            name = data["grade_id"]
            cells[name] = SourceCell(name, *facts, *roles, points)
    return cells


def plain_cells(path: Path) -> tuple[tuple[str, str], ...]:
    """Give type and text of the cells that no flag of nbgrader names."""
    import nbformat

    return tuple(
        (cell.cell_type, cell.source)
        for cell in nbformat.read(path, 4).cells
        if not any(cell.metadata.get("nbgrader", {}).get(f) for f in ROLES)
    )


def stored_notebook(
    found: "Notebook", plain: tuple[tuple[str, str], ...]
) -> SourceNotebook:
    """Read the named cells of a notebook out of the gradebook."""
    grades = {cell.name: cell.max_score for cell in found.grade_cells}
    tasks = {cell.name: cell.max_score for cell in found.task_cells}
    solutions = {cell.name for cell in found.solution_cells}
    cells = {}
    for cell in found.source_cells:
        name = cell.name
        facts = (cell.cell_type, cell.source, cell.checksum)
        roles = (name in grades, name in solutions, name in tasks)
        points = grades.get(name, tasks.get(name, 0.0))
        cells[name] = SourceCell(
            name, *facts, *roles, bool(cell.locked), points
        )
    names = {cell.id: cell.name for cell in found._base_cells}
    kernelspec = json.loads(found.kernelspec or "{}")
    return SourceNotebook(kernelspec, cells, names, plain)


def register(
    settings: Settings, gradebook: "Gradebook", assignment: str
) -> dict[str, SourceNotebook]:
    """Bring the gradebook's cells of an assignment up to date.

    What is there and right stays untouched, so grades stay as well.

    Raises
    ------
    CourseError
        If there is no source notebook, or if cells came or went after
        submissions of them were graded.
    """
    from nbgrader.api import MissingEntry

    paths = source_notebooks(settings, assignment)
    gradebook.update_or_create_assignment(assignment)
    stored = {}
    for path in paths:
        with settings.here():
            notebook = instructor_cells(settings, path)
        plain, wanted = plain_cells(path), wanted_cells(notebook)
        name = path.stem, assignment
        with contextlib.suppress(MissingEntry):
            found = gradebook.find_notebook(*name)
            stored[path.stem] = stored_notebook(found, plain)
        if path.stem not in stored or stored[path.stem].cells != wanted:
            gradebook.db.commit()  # SaveCells opens the file a second time
            save(settings, path, notebook)
            gradebook.db.expire_all()
            found = gradebook.find_notebook(*name)
            stored[path.stem] = stored_notebook(found, plain)
    return stored


def _resources(settings: Settings, path: Path) -> dict:
    names = {"student": ".", "assignment": path.parent.name}
    names |= {"notebook": path.stem, "db_url": settings.folders.db_url}
    return {"unique_key": path.stem, "nbgrader": names}
