"""The exercises and the tools that build them, for the tests."""

import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import course  # noqa: E402, F401 - tools/ has to be on the path first
import exercise_folders as folders  # noqa: E402
import exercise_runs as runs  # noqa: E402, F401
from exercise_box import Box  # noqa: E402
from exercise_learner import learner_notebook  # noqa: E402, F401

FOLDERS = folders.folders()
SECRET_LENGTH = 25  # shorter lines, such as `return y`, give nothing away


def run_with_box(notebook, box: Box) -> runs.Results:
    """Run test cells here and the learner's cells in the other process.

    Names such as ``np`` come from the locked cells, which run on both sides.
    """
    code = [cell for cell in notebook.cells if not folders.is_aside(cell)]
    inside = [cell.source for cell in code if not folders.is_test(cell)]
    namespace: dict = {}
    for cell in code:
        if not folders.is_test(cell) and not folders.is_answer(cell):
            runs.execute(cell, namespace)
    namespace |= box.load(inside, folders.answer_names(notebook))
    return runs.run_tests(filter(folders.is_test, code), namespace)


@cache
def shown_to_learners() -> str:
    """All cells of all exercises, as learners have them."""
    notebooks = [folders.load(folder).notebook for folder in FOLDERS]
    cells = [c for n in notebooks for c in learner_notebook(n).cells]
    return "\n".join(cell.source for cell in cells)


def secret_lines(notebook):
    """Lines of solutions and of hidden tests that only instructors have."""
    shown = shown_to_learners()
    for cell in notebook.cells:
        for mark in ("SOLUTION", "HIDDEN TESTS"):
            region = f"### BEGIN {mark}\n(.*?)### END {mark}"
            for body in re.findall(region, cell.source, re.S):
                lines = [line.strip() for line in body.splitlines()]
                if mark == "HIDDEN TESTS":  # visible tests use the same verbs
                    lines = [line for line in lines if line not in shown]
                yield from (x for x in lines if len(x) >= SECRET_LENGTH)
