"""Read the folders of `exercises/` and build their notebooks.

One folder is one exercise; what it holds is in DESIGN.md. Everything here is
found by looking, so a new folder needs no entry anywhere else.
"""

import ast
import copy
import re
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from project import ROOT, config, install_line

EXERCISES = ROOT / "exercises"
# Cells for the eye or for Colab: no answer and no test is in them.
ASIDE = {"play", "install"}
CELL_CALL = re.compile(r'^(\w+) = check\.cell\("([\w-]+)"(?:, (.+))?\)$', re.M)


class ExerciseError(Exception):
    """An exercise folder breaks its contract; the message says where."""


@dataclass(frozen=True)
class Mutant:
    """One plausible wrong answer."""

    label: str
    reason: str
    expect: str  # the grade_id of the first cell that must fail
    says: str  # words that the failure must contain, "" for any
    source: str


@dataclass(frozen=True)
class Exercise:
    """One folder: its settings, its notebook with solutions, its mutants."""

    name: str
    settings: dict
    notebook: NotebookNode
    mutants: tuple[Mutant, ...]

    @property
    def grade_ids(self) -> list[str]:
        """The autograded cells, in order."""
        return [
            grade_id(cell) for cell in self.notebook.cells if is_test(cell)
        ]


def folders(root: Path = EXERCISES) -> list[Path]:
    """All exercise folders, in order."""
    return sorted(path.parent for path in root.glob("*/exercise.toml"))


def load(folder: Path) -> Exercise:
    """Read one exercise folder and build its notebook."""
    settings = tomllib.loads((folder / "exercise.toml").read_text("utf-8"))
    sources = sorted(folder.glob("*.py"))
    if len(sources) != 1:
        raise ExerciseError(f"{folder} must hold one .py file: {sources}")
    notebook = jupytext.read(sources[0], fmt="py:percent")
    kernel = notebook.metadata.get("kernelspec")
    own = {"limits": settings["limits"]}  # `cnnlab grade` reads them
    notebook.metadata = NotebookNode({"kernelspec": kernel, "cnnlab": own})
    _insert_install_cell(notebook)
    _insert_hints(notebook, settings, folder.name)
    _name_cells(notebook)
    files = sorted((folder / "mutants").glob("*.py"))
    mutants = tuple(_mutant(path) for path in files)
    return Exercise(folder.name, settings, notebook, mutants)


def grade_id(cell: NotebookNode) -> str:
    """The nbgrader name of a cell, or an empty string."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def is_test(cell: NotebookNode) -> bool:
    """Tell whether a cell is autograded."""
    data = cell.metadata.get("nbgrader", {})
    return bool(data.get("grade")) and not data.get("solution")


def is_answer(cell: NotebookNode) -> bool:
    """Tell whether a cell is where the learner writes."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_aside(cell: NotebookNode) -> bool:
    """Tell whether a cell takes no part in grading."""
    tags = set(cell.metadata.get("tags", ()))
    return cell.cell_type != "code" or bool(tags & ASIDE)


def answer_names(notebook: NotebookNode) -> list[str]:
    """The functions and classes that a learner writes."""
    kinds = ast.FunctionDef | ast.ClassDef
    return [
        node.name
        for cell in notebook.cells
        if is_answer(cell)
        for node in ast.parse(cell.source).body
        if isinstance(node, kinds)
    ]


def mutated(notebook: NotebookNode, mutant: Mutant) -> NotebookNode:
    """A copy of the notebook with the mutant's bodies in place."""
    notebook = copy.deepcopy(notebook)
    tree = ast.parse(mutant.source)
    kinds = ast.FunctionDef | ast.ClassDef
    new = {node.name: node for node in tree.body if isinstance(node, kinds)}
    for cell in filter(is_answer, notebook.cells):
        lines = cell.source.splitlines()
        for node in reversed(ast.parse(cell.source).body):
            if isinstance(node, kinds) and node.name in new:
                body = ast.get_source_segment(
                    mutant.source, new.pop(node.name)
                )
                lines[node.lineno - 1 : node.end_lineno] = body.splitlines()
        cell.source = "\n".join(x for x in lines if " SOLUTION" not in x)
    if new:
        problem = f"mutant {mutant.label} replaces nothing: {sorted(new)}"
        raise ExerciseError(problem)
    return notebook


def _mutant(path: Path) -> Mutant:
    source = path.read_text("utf-8")
    found = dict(re.findall(r"^# (expect|says): (.+)$", source, re.M))
    reason = ast.get_docstring(ast.parse(source))
    if not reason or "expect" not in found:
        problem = f'{path} needs a docstring and a line "# expect: grade-id"'
        raise ExerciseError(problem)
    says = found.get("says", "")
    return Mutant(path.stem, reason, found["expect"], says, source)


def _insert_install_cell(notebook: NotebookNode) -> None:
    source = (
        "# On Colab this installs the helper package; elsewhere it is there.\n"
        "try:\n    import cnnlab\nexcept ModuleNotFoundError:\n"
        f"    {install_line()}"
    )
    is_code = [cell.cell_type == "code" for cell in notebook.cells]
    cell = new_code_cell(source, metadata={"tags": ["install"]})
    notebook.cells.insert(is_code.index(True), cell)


def _insert_hints(notebook: NotebookNode, settings: dict, name: str) -> None:
    """Write hint and section from exercise.toml into each test cell."""
    told = settings["cells"]
    for cell in filter(is_test, notebook.cells):
        key = grade_id(cell)
        found = CELL_CALL.findall(cell.source)
        if [match[1] for match in found] != [key] or key not in told:
            raise ExerciseError(
                f'{name}: cell "{key}" needs one line t = check.cell("{key}") '
                f"and a table [cells.{key}] in exercise.toml"
            )
        reread = _section_link(settings["page"], told[key]["section"])
        hint = " ".join(told[key]["hint"].split())
        variable, _, options = found[0]
        lines = [f'"{key}",', f"hint={_string(hint)},", f'reread="{reread}",']
        body = textwrap.indent("\n".join([*lines, *_option(options)]), " " * 4)
        call = f"{variable} = check.cell(\n{body}\n)"
        cell.source = CELL_CALL.sub(lambda _, c=call: c, cell.source)


def _option(text: str) -> list[str]:
    return [f"{text},"] if text else []


def _section_link(page: str, label: str) -> str:
    # An HTML id starts with a letter: Sphinx drops what stands before it.
    section = re.sub(r"^[^a-z]+", "", label)
    base = config().get("html", {}).get("baseurl", "")
    return f"{base.rstrip('/')}/book/{page}.html#{section}".lstrip("/")


def _string(text: str) -> str:
    """A Python string over several lines, each within 79 columns."""
    parts = textwrap.wrap(text, 66, drop_whitespace=False)
    quoted = [repr(part) for part in parts]
    if len(quoted) == 1:
        return quoted[0]
    return "(\n" + textwrap.indent("\n".join(quoted), "    ") + "\n)"


def _name_cells(notebook: NotebookNode) -> None:
    """Give the cells ids that depend on the source alone."""
    for index, cell in enumerate(notebook.cells):
        cell.source = cell.source.strip("\n")
        cell.id = grade_id(cell) or f"{cell.cell_type}-{index:02d}"
