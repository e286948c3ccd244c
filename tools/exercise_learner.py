"""The learner's notebook: no solutions, no hidden tests, no outputs."""

import copy

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearOutput,
    ClearSolutions,
    LockCells,
)


def learner_notebook(notebook: NotebookNode) -> NotebookNode:
    """Clear a copy of a notebook with nbgrader's own steps.

    `nbgrader generate_assignment` does the same and more (checksums, the
    gradebook); this form needs no course around it.
    """
    notebook, resources = copy.deepcopy(notebook), ResourcesDict()
    steps = (LockCells, ClearSolutions, ClearOutput, ClearHiddenTests)
    for step in steps:
        notebook, resources = step().preprocess(notebook, resources)
    return notebook
