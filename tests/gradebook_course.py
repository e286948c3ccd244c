"""A tiny nbgrader course of a stranger, and results for it."""

import copy
import sqlite3

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CONFIG = """
c = get_config()
c.CourseDirectory.db_url = "sqlite:///gradebook.db"
c.AssignLatePenalties.plugin_class = "late.Hourly"
"""

PLUGIN = """
from nbgrader.plugins import BasePlugin

class Hourly(BasePlugin):
    def late_submission_penalty(self, student, score, seconds):
        return seconds / 3600
"""

ANSWER = "def double(x):\n    return 2 * x"
SECRET = "assert double(21) == 42, 'the answer of all answers'"
TEST = f"""assert double(1) == 2
### BEGIN HIDDEN TESTS
{SECRET}
### END HIDDEN TESTS"""


def _flags(grade_id, **on):
    flags = dict.fromkeys(("grade", "solution", "locked", "task"), False)
    return {
        "nbgrader": {"schema_version": 3, "grade_id": grade_id} | flags | on
    }


def notebook():
    """The instructor's notebook: five named cells and a line of text."""
    solved = f"### BEGIN SOLUTION\n{ANSWER}\n### END SOLUTION"
    cells = [
        new_markdown_cell("# Doubling"),
        new_code_cell("import math", metadata=_flags("tools", locked=True)),
        new_code_cell(solved, metadata=_flags("double", solution=True)),
        new_code_cell(
            TEST, metadata=_flags("double-test", grade=True, points=4)
        ),
        new_markdown_cell(
            "Why? Write here.",
            metadata=_flags("why", grade=True, solution=True, points=3),
        ),
        new_markdown_cell(
            "Draw it.",
            metadata=_flags("draw", task=True, locked=True, points=2),
        ),
    ]
    kernel = {"name": "python3", "language": "python"}
    kernel["display_name"] = "Python 3"
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(root):
    (root / "source" / "hw").mkdir(parents=True)
    nbformat.write(notebook(), root / "source" / "hw" / "hw.ipynb")
    (root / "nbgrader_config.py").write_text(CONFIG)
    (root / "late.py").write_text(PLUGIN)
    return root


def cell(grade_id, kind, **changes):
    empty = {"points": 0.0, "score": 0.0, "status": "ran", "where": ""}
    empty |= dict.fromkeys(("message", "hint", "reread"), "")
    empty |= {"source": "", "output": "", "cpu_seconds": 0.25}
    return {"grade_id": grade_id, "kind": kind} | empty | changes


PASSED = {"score": 4.0, "status": "passed", "where": "outside"}
FAILED = {"score": 0.0, "status": "failed", "where": "outside"}


def result(student="ada", test=PASSED, why="Because.", **changes):
    """A Result; ``test`` is what became of the one test cell."""
    cells = [
        cell("", "text", status="skipped"),
        cell("tools", "setup", source="import math"),
        cell("double", "answer", source=ANSWER),
        cell("double-test", "test", points=4.0, **test),
        cell("", "extra", source="print(double(3))", output="6\n"),
        cell("why", "manual", points=3.0, score=None, status="waits"),
        cell("draw", "task", points=2.0, score=None, status="waits"),
    ]
    cells[5]["source"] = why
    score = sum(c["score"] or 0.0 for c in cells)
    made = {"format": 1, "key": "k", "seed": 7, "student": student}
    made |= {"assignment": "hw", "notebook": "hw", "status": "graded"}
    made |= {"problem": "", "score": score, "max_score": 9.0, "cells": cells}
    made |= dict.fromkeys(("repairs", "limits", "suspicious"), ())
    made |= {"repairs": [], "limits": [], "suspicious": []}
    made |= {"box": "bubblewrap", "versions": {"python": "3"}, "seconds": 1.5}
    return copy.deepcopy(made | changes)


def submit(root, student, stamp=None):
    folder = root / "submitted" / student / "hw"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hw.ipynb").write_text("{}")
    if stamp is not None:
        (folder / "timestamp.txt").write_text(stamp)
    return folder


TABLES = {
    "student": "id",
    "submitted_assignment": "student_id, timestamp, extension",
    "submitted_notebook": "late_submission_penalty, flagged",
    "grade": "auto_score, manual_score, extra_credit, needs_manual_grade",
    "comment": "auto_comment, manual_comment",
}
JOINS = {
    "grade": "g JOIN base_cell b ON b.id = g.cell_id "
    "JOIN submitted_notebook n ON n.id = g.notebook_id "
    "JOIN submitted_assignment a ON a.id = n.assignment_id",
    "submitted_notebook": "n "
    "JOIN submitted_assignment a ON a.id = n.assignment_id",
}
JOINS["comment"] = JOINS["grade"]
WHO = {"grade": "a.student_id, b.name", "comment": "a.student_id, b.name"}
WHO["submitted_notebook"] = "a.student_id"


def rows_of(root):
    """Everything in the gradebook but the random ids, sorted."""
    found = {}
    with sqlite3.connect(root / "gradebook.db") as database:
        for table, columns in TABLES.items():
            who = WHO.get(table, "1")
            join = JOINS.get(table, "")
            query = f"SELECT {who}, {columns} FROM {table} {join}"
            found[table] = sorted(database.execute(query).fetchall(), key=repr)
    database.close()
    return found


def grades(root, student="ada"):
    """By cell: automatic score, score by hand, waits for a person."""
    return {
        name: (auto, manual, bool(waits))
        for who, name, auto, manual, _, waits in rows_of(root)["grade"]
        if who == student
    }


def autograded(root, student="ada"):
    path = root / "autograded" / student / "hw" / "hw.ipynb"
    return nbformat.read(path, 4)


def named(notebook, grade_id):
    for node in notebook.cells:
        if node.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return node
    raise KeyError(grade_id)
