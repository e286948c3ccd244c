"""An assignment as the grader sees it, from the instructor's notebook."""

import ast
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cnnlab.grading.jail import Limits
from cnnlab.grading.notebook import Cell

ASIDE = {"play", "install"}  # for the eye or for Colab
VERSION = 1  # of the grader: a change regrades
HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?",
    re.S | re.M,
)
SOLUTION = re.compile(
    r"^([ \t]*)### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION[^\n]*",
    re.S | re.M,
)
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


class AssignmentError(Exception):
    """The instructor's notebook cannot be used; says what to mend."""


@dataclass(frozen=True)
class Part:
    """One cell of the instructor's notebook.

    ``kind`` is "setup" (locked code), "test", "answer", "manual" (graded by
    hand), "task", "text", or "aside" (code that takes no part in grading).
    """

    kind: str
    grade_id: str
    source: str
    released: str
    points: float = 0.0
    is_code: bool = True

    @property
    def visible(self) -> str:
        """A test cell without its hidden region."""
        return HIDDEN.sub("", self.source)


@dataclass(frozen=True)
class Assignment:
    """What workers need to grade: no path, no database, only values.

    ``inside`` names the test cells that must run in the box, because they
    want more of an answer than can be reached from outside.
    """

    name: str
    notebook: str
    parts: tuple[Part, ...]
    limits: Limits = field(default_factory=Limits)
    files: tuple[tuple[str, bytes], ...] = ()
    inside: frozenset[str] = frozenset()

    @property
    def tests(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "test"]

    @property
    def max_score(self) -> float:
        return sum(part.points for part in self.parts)

    @property
    def version(self) -> str:
        """A hash that changes with whatever can change a score."""
        facts = [VERSION, repr(self.parts), repr(self.limits)]
        facts += [[n, hashlib.sha256(d).hexdigest()] for n, d in self.files]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    @property
    def answer_names(self) -> tuple[str, ...]:
        """Names that the solution's answer cells define at the top."""
        found: dict[str, None] = {}
        for part in self.parts:
            if part.kind in ("answer", "manual") and part.is_code:
                found |= dict.fromkeys(defined(part.source))
        return tuple(found)

    @property
    def imports(self) -> str:
        """Import lines of the solution's answer cells: tests may use them."""
        kinds = ast.Import | ast.ImportFrom
        lines = []
        for part in self.parts:
            if part.kind in ("answer", "manual") and part.is_code:
                found = parsed(part.source)
                lines += [
                    ast.unparse(n) for n in found if isinstance(n, kinds)
                ]
        return "\n".join(lines)


def parsed(source: str) -> list[ast.stmt]:
    """Top-level statements; none where it is not Python."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def defined(source: str) -> list[str]:
    """Functions, classes and variables that a cell defines at the top."""
    names: list[str] = []
    for node in parsed(source):
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        if isinstance(node, kinds):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = getattr(node, "targets", None) or [node.target]
            names += [
                leaf.id
                for target in targets
                for leaf in ast.walk(target)
                if isinstance(leaf, ast.Name)
            ]
    return names


def stub_of(source: str) -> str:
    """What stands in the release notebook in place of a solution."""

    def put(match: re.Match) -> str:
        return "\n".join(match[1] + line for line in STUB.splitlines())

    return SOLUTION.sub(put, source)


def parts_of(
    cells: Iterable[dict], released: dict[str, str] | None = None
) -> tuple[Part, ...]:
    """Parts from the cells of the instructor's notebook.

    ``released`` gives the text of cells in the release notebook by grade_id.
    """
    released = released or {}
    parts = [_part(cell, released) for cell in cells]
    keys = [part.grade_id for part in parts if part.grade_id]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise AssignmentError(f"grade_id {twice[0]!r} stands in two cells")
    return tuple(parts)


def _part(cell: dict, released: dict[str, str]) -> Part:
    data = cell.get("metadata", {}).get("nbgrader") or {}
    flags = ("grade", "solution", "locked", "task")
    key = data.get("grade_id", "") if any(map(data.get, flags)) else ""
    counts = data.get("grade") or data.get("task")
    source = cell["source"]
    return Part(
        _kind(cell, data),
        key,
        source,
        released.get(key, HIDDEN.sub("", stub_of(source))),
        float(data.get("points") or 0) if counts else 0.0,
        cell["cell_type"] == "code",
    )


def _kind(cell: dict, data: dict) -> str:
    if data.get("task"):
        return "task"
    if data.get("solution"):
        return "manual" if data.get("grade") else "answer"
    if cell["cell_type"] != "code":
        return "manual" if data.get("grade") else "text"
    if data.get("grade"):
        return "test"
    if set(cell.get("metadata", {}).get("tags", ())) & ASIDE:
        return "aside"
    return "setup"


def as_submitted(assignment: Assignment) -> list[Cell]:
    """The instructor's own notebook as if handed in."""
    return [
        Cell("code" if p.is_code else "markdown", p.source, p.grade_id)
        for p in assignment.parts
    ]
