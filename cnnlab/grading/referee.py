"""One submission's run: cells of the student's in the box, tests out here.

`grade` is a function of values: an assignment, the bytes of a submission, a
seed. It touches no file of the course, so it can run on any machine.
"""

import contextlib
import importlib
import os
import platform
import random
import sys
import tempfile
import time
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from cnnlab.check.cell import SEED_VARIABLE
from cnnlab.grading import notebook, repair
from cnnlab.grading.assignment import Assignment, Part
from cnnlab.grading.repair import Plan, Step
from cnnlab.grading.session import Row, Run

PACKAGES = ("cnnlab", "nbgrader", "numpy", "torch")


def grade(
    assignment: Assignment,
    data: bytes,
    *,
    seed: int,
    jail: str,
    files: tuple[tuple[str, bytes], ...] = (),
) -> dict:
    """Grade the bytes of one notebook file; return a result without a name.

    Parameters
    ----------
    assignment
        Cells, points, limits.
    data
        The file as handed in, whatever it is.
    seed
        Of the tests' random inputs.
    jail
        A name of `jail.JAILS`.
    files
        What else the student handed in: name, content.
    """
    start = time.monotonic()
    result = {"format": 1, "seed": seed, "status": "graded", "problem": ""}
    try:
        plan = repair.plan(notebook.read(data), assignment)
    except notebook.UnreadableError as error:
        result |= {"status": "unreadable", "problem": str(error)}
        plan = Plan([Step(p.kind, "", p) for p in assignment.parts])
        run = Run(assignment, jail, seed)
        run.rows = [_nothing(step.part) for step in plan.steps]
    else:
        run = run_plan(assignment, plan, seed=seed, jail=jail, files=files)
    scores = [row.score or 0.0 for row in run.rows]
    return result | {
        "score": sum(scores),
        "max_score": assignment.max_score,
        "cells": [asdict(row) for row in run.rows],
        "repairs": plan.repairs,
        "limits": run.limits,
        "suspicious": plan.suspicious,
        "box": jail,
        "versions": versions(),
        "seconds": round(time.monotonic() - start, 3),
    }


def run_plan(
    assignment: Assignment,
    plan: Plan,
    *,
    seed: int,
    jail: str,
    files: tuple[tuple[str, bytes], ...] = (),
) -> Run:
    """Run all steps, each after the other, whatever becomes of each."""
    run = Run(assignment, jail, seed, files)
    run.namespace = {"__name__": "__main__"}
    with contextlib.suppress(Exception):
        exec(assignment.imports, run.namespace)
    with seeded(seed), beside(assignment.files):
        try:
            for number, step in enumerate(plan.steps):
                run.step(step, number)
        finally:
            run.close()
    return run


def _nothing(part: Part) -> Row:
    status = "failed" if part.kind == "test" else "skipped"
    return Row(part.grade_id, part.kind, part.points, 0.0, status)


@contextlib.contextmanager
def seeded(seed: int):
    """Test cells draw the same numbers each time."""
    before = os.environ.get(SEED_VARIABLE)
    os.environ[SEED_VARIABLE] = str(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)
    try:
        yield
    finally:
        os.environ.pop(SEED_VARIABLE)
        if before is not None:
            os.environ[SEED_VARIABLE] = before


@contextlib.contextmanager
def beside(files: tuple[tuple[str, bytes], ...]):
    """Stand where the assignment's files are: tests may read them."""
    if not files:
        yield
        return
    with (
        tempfile.TemporaryDirectory(prefix="course-") as folder,
        contextlib.chdir(folder),
    ):
        for name, data in files:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(data)
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(folder)
            for name, module in list(sys.modules.items()):
                if str(getattr(module, "__file__", "")).startswith(folder):
                    del sys.modules[name]


def versions() -> dict[str, str]:
    """What graded: a regrade on another machine can be compared."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
