"""A tiny assignment and honest submissions of it, for the fairness suite."""

import json

from cnnlab.grading import referee
from cnnlab.grading.assignment import Assignment, parts_of
from cnnlab.grading.jail import Limits

SEED = 20240501
FLAGS = ("grade", "solution", "locked", "task")

DOUBLE = "def double(x):\n    return 2 * x"
MEAN = "def mean(x):\n    return x.mean(axis=0)"
TOP = """from collections import Counter

def top(words):
    return Counter(words).most_common(1)[0][0]"""
WHY = "Because the mean of doubles is the double of the mean."

DOUBLE_TEST = """assert double(3) == 6
### BEGIN HIDDEN TESTS
assert double(-1.5) == -3
### END HIDDEN TESTS"""
MEAN_TEST = """x = np.arange(6.0).reshape(3, 2)
np.testing.assert_allclose(mean(x), [2, 3])"""
TOP_TEST = """assert top(list("banana")) == "a"
assert top(["x"]) == "x"
"""
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
POINTS = {"double-test": 1, "mean-test": 2, "top-test": 4}


def code(source: str, grade_id: str = "", **metadata) -> dict:
    """Make a code cell as Jupyter writes it."""
    cell = _cell("code", source, grade_id, metadata)
    return cell | {"outputs": [], "execution_count": None}


def markdown(source: str, grade_id: str = "", **metadata) -> dict:
    """Make a markdown cell as Jupyter writes it."""
    return _cell("markdown", source, grade_id, metadata)


def _cell(kind: str, source: str, grade_id: str, metadata: dict) -> dict:
    if grade_id:
        own = dict.fromkeys(FLAGS, False) | metadata
        own |= {"grade_id": grade_id, "schema_version": 3}
        metadata = {"nbgrader": own}
    return {"cell_type": kind, "source": source, "metadata": metadata}


def solved(source: str) -> str:
    """Put the marks of a solution around an answer."""
    return f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"


def tiny() -> list[dict]:
    """Make the instructor's notebook: three questions and one for a reader."""
    cells = [markdown("# Tiny"), code("import numpy as np", "tools")]
    cells[1]["metadata"]["nbgrader"]["locked"] = True
    for key, answer, test in (
        ("double", DOUBLE, DOUBLE_TEST),
        ("mean", MEAN, MEAN_TEST),
        ("top", TOP, TOP_TEST),
    ):
        cells.append(markdown(f"## Write `{key}`"))
        cells.append(code(solved(answer), key, solution=True))
        points = POINTS[f"{key}-test"]
        flags = {"grade": True, "locked": True, "points": points}
        cells.append(code(test, f"{key}-test", **flags))
    manual = {"grade": True, "solution": True, "points": 8}
    cells.append(markdown("YOUR ANSWER HERE", "why", **manual))
    return cells


def assignment(cells: list[dict] | None = None, **limits) -> Assignment:
    """Read the instructor's cells; a cell has 5 s, which is plenty here."""
    parts = parts_of(tiny() if cells is None else cells)
    chosen = Limits(**({"cpu_seconds": 5.0} | limits))
    return Assignment("tiny", "tiny", parts, chosen)


def release(cells: list[dict] | None = None) -> list[dict]:
    """Make the notebook that students get."""
    found = assignment(cells)
    cells = tiny() if cells is None else cells
    for part, cell in zip(found.parts, cells, strict=True):
        cell["source"] = part.released
    return cells


class Sheet:
    """A student's notebook, all right, until an accident happens to it."""

    def __init__(self) -> None:
        self.cells = release()
        answers = {"double": DOUBLE, "mean": MEAN, "top": TOP, "why": WHY}
        for key, source in answers.items():
            self[key]["source"] = source

    def __getitem__(self, key: str) -> dict:
        return self.cells[self.place(key)]

    def place(self, key: str) -> int:
        return [grade_id(cell) for cell in self.cells].index(key)

    def write(self, key: str, source: str) -> None:
        """Replace the text of a cell."""
        self[key]["source"] = source

    def append(self, key: str, source: str) -> None:
        """Add lines to a cell."""
        self[key]["source"] += "\n" + source

    def after(self, key: str, *cells: dict | str) -> None:
        """Insert cells after another; a text is a code cell."""
        place = self.place(key) + 1
        self.cells[place:place] = [_as_cell(cell) for cell in cells]

    def before(self, key: str, *cells: dict | str) -> None:
        """Insert cells before another."""
        place = self.place(key)
        self.cells[place:place] = [_as_cell(cell) for cell in cells]

    def move(self, key: str, place: int) -> None:
        """Drag a cell to another place."""
        self.cells.insert(place, self.cells.pop(self.place(key)))

    def drop(self, *keys: str) -> None:
        """Delete cells."""
        for key in keys:
            del self.cells[self.place(key)]

    def forget(self, *keys: str) -> None:
        """Lose the metadata of cells, as some editors do."""
        for cell in [self[key] for key in keys]:
            cell["metadata"] = {}


def _as_cell(cell: dict | str) -> dict:
    return code(cell) if isinstance(cell, str) else cell


def grade_id(cell: dict) -> str:
    """Give the name of a cell for nbgrader, or an empty string."""
    own = cell["metadata"].get("nbgrader")
    return own.get("grade_id", "") if isinstance(own, dict) else ""


def as_file(cells: list[dict], **changes) -> bytes:
    """Write a notebook file."""
    notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": cells}
    notebook |= {"metadata": {"kernelspec": {"name": "python3"}}} | changes
    return json.dumps(notebook).encode()


def grade(cells_or_file, ours: Assignment | None = None, **options) -> dict:
    """Grade a notebook in the best box of this machine."""
    data = cells_or_file
    if isinstance(data, Sheet):
        data = as_file(data.cells)
    elif isinstance(data, list):
        data = as_file(data)
    options = {"seed": SEED, "jail": box()} | options
    return referee.grade(ours or assignment(), data, **options)


def box() -> str:
    """Choose bubblewrap where it works, else no walls: a test needs none."""
    from cnnlab.grading import jail

    global _BOX
    if not _BOX:
        try:
            _BOX = jail.choose()
        except jail.JailError:
            _BOX = "plain"
    return _BOX


_BOX = ""


def lost(result: dict) -> set[str]:
    """Name the test cells without full marks."""
    return {
        cell["grade_id"]
        for cell in result["cells"]
        if cell["kind"] == "test" and cell["score"] != cell["points"]
    }


def row(result: dict, key: str) -> dict:
    """Give what became of one cell."""
    return next(c for c in result["cells"] if c["grade_id"] == key)


def show(result: dict) -> str:
    """Tell what a failing test needs to say."""
    keys = ("grade_id", "kind", "status", "message", "source")
    cells = [[c[key] for key in keys] for c in result["cells"]]
    notes = {k: result[k] for k in ("problem", "repairs", "limits")}
    return "\n".join(map(str, [*cells, notes]))


RIGHT = as_file(Sheet().cells)
OTHER = as_file([code("print(1)")])
