"""The exercises and the tools that build them, for the tests."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import exercise_folders as folders  # noqa: E402
import exercise_runs as runs  # noqa: E402, F401
from exercise_box import Box  # noqa: E402
from exercise_learner import learner_notebook  # noqa: E402, F401

import course  # noqa: E402, F401 - tools/ has to be on the path first

FOLDERS = folders.folders()


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
