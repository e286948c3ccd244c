"""Accidents of honest students: every earned point must be given."""

import json
import sys
from types import SimpleNamespace

import fair_course as fair
import pytest
from fair_course import Sheet
from fair_register import ACCIDENTS

pytest.importorskip("nbgrader")

import fair_answers  # noqa: F401 - they fill ACCIDENTS
import fair_extras  # noqa: F401
import fair_moves  # noqa: F401

from cnnlab.grading import course
from cnnlab.grading.pool import Threads
from cnnlab.grading.worker import Task

LOOP = [sys.executable, "-c", "while True: pass"]


def cases():
    for one in ACCIDENTS:
        marks = [pytest.mark.slow] if one.slow else []
        yield pytest.param(one, marks=marks, id=one.name)


def test_there_are_many_accidents_and_each_is_told():
    assert len(ACCIDENTS) >= 55
    assert all(one.happen.__doc__ for one in ACCIDENTS)


@pytest.mark.parametrize("one", list(cases()))
def test_accident(one):
    sheet = Sheet()
    one.happen(sheet)
    ours = fair.assignment(**one.limits)
    result = fair.grade(sheet, ours)
    assert fair.lost(result) == one.lost, fair.show(result)
    assert fair.row(result, "why")["status"] == "waits", fair.show(result)
    told = "\n".join(result["repairs"] + result["limits"])
    assert one.says in told, fair.show(result)


# -- machines and neighbours ------------------------------------------------


@pytest.fixture
def busy_machine():
    """Processes that want all processors, for as long as a test lasts."""
    import os
    import subprocess

    loops = [subprocess.Popen(LOOP) for _ in range(2 * (os.cpu_count() or 1))]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


SLOW = """import time
def double(x):
    start = time.process_time()
    while time.process_time() - start < 0.3:
        pass
    return 2 * x"""


@pytest.mark.slow
def test_a_slow_machine_takes_no_points(busy_machine):
    """0.6 s of work is allowed 1 s of the processor, however late it is."""
    sheet = Sheet()
    sheet.write("double", SLOW)
    result = fair.grade(sheet, fair.assignment(cpu_seconds=1.0))
    assert fair.lost(result) == set(), fair.show(result)


def test_the_clock_alone_stops_nobody_who_computes():
    """A factor of 20 stands between processor time and the clock."""
    sheet = Sheet()
    sheet.write("double", SLOW.replace("0.3", "0.1"))
    tight = fair.assignment(cpu_seconds=1.0, wall_factor=0.15)
    result = fair.grade(sheet, tight)
    # Shows that the factor is what counts: so tight, it does take points.
    assert fair.row(result, "double-test")["status"] == "limit"
    result = fair.grade(sheet, fair.assignment(cpu_seconds=1.0))
    assert fair.lost(result) == set(), fair.show(result)


def test_time_of_the_test_cell_is_not_the_students():
    """A test that computes for long itself, between two calls."""
    cells = fair.tiny()
    cells[4]["source"] = (
        "import time\nassert double(1) == 2\ntime.sleep(1.2)\n"
        "assert double(2) == 4"
    )
    sheet = Sheet()
    sheet.write(
        "double", "def double(x):\n    time.sleep(0.3)\n    return 2*x"
    )
    sheet.before("double", "import time")
    ours = fair.assignment(cells, idle_seconds=1.0)
    result = fair.grade(sheet, ours)
    assert fair.lost(result) == set(), fair.show(result)


def test_neighbours_take_no_points():
    """Two hands; broken and hostile notebooks between right ones."""
    bad = Sheet()
    bad.write("double", "import os, signal\nos.kill(-1, signal.SIGKILL)")
    bad.write("top", "import sys\nsys.modules.clear()")
    files = {"right-1": fair.RIGHT, "bad": fair.as_file(bad.cells)}
    files |= {"empty": b"", "noise": bytes(range(256)), "right-2": fair.RIGHT}
    files |= {"nested": b"[" * 10**5, "list": b"[1]", "right-3": fair.RIGHT}
    box, ours = fair.box(), fair.assignment()
    tasks = [
        Task(ours, course.Submission(name, "tiny", "tiny", data), 1, box)
        for name, data in files.items()
    ]
    with Threads(2) as pool:
        results = {found["student"]: found for found in pool.grade(tasks)}
    assert results.keys() == files.keys()
    for name, result in results.items():
        if name.startswith("right"):
            assert result["score"] == 7.0, fair.show(result)
    assert results["empty"]["status"] == "unreadable"
    assert fair.lost(results["bad"]) == {"double-test", "top-test"}


# -- luck -------------------------------------------------------------------

LUCKY = """import random
def top(words):
    return (random.random(), np.random.rand(), hash(words[0]))"""


def lucky(seed):
    """Let a test tell what it has drawn, and what the answer has."""
    cells = fair.tiny()
    cells[10]["source"] = (
        "import random\nassert False, [top(['a']), random.random(), "
        "float(np.random.rand())]"
    )
    sheet = Sheet()
    sheet.write("top", LUCKY)
    result = fair.grade(sheet, fair.assignment(cells), seed=seed)
    assert result["seed"] == seed
    return fair.row(result, "top-test")["message"]


def test_a_regrade_draws_the_same_numbers():
    first = lucky(7)
    assert "AssertionError" in first
    assert lucky(7) == first
    assert lucky(8) != first


# -- an exercise of the book ------------------------------------------------


@pytest.fixture(scope="module")
def conv2d():
    from exercise_helpers import FOLDERS, folders, learner_notebook

    from cnnlab.grading.assignment import Assignment, parts_of
    from cnnlab.grading.jail import Limits

    folder = next(f for f in FOLDERS if f.name == "03_conv2d")
    exercise = folders.load(folder)
    released = {
        folders.grade_id(c): c.source
        for c in learner_notebook(exercise.notebook).cells
    }
    parts = parts_of(exercise.notebook.cells, released)
    ours = Assignment("03_conv2d", "03_conv2d", parts, Limits())
    cells = json.loads(json.dumps(exercise.notebook))["cells"]
    return SimpleNamespace(ours=ours, cells=cells)


def changed(conv2d, change):
    """Change the source of each answer cell of the solution."""
    cells = json.loads(json.dumps(conv2d.cells))
    for cell in cells:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("solution") and not own.get("grade"):
            cell["source"] = change(cell["source"])
    return fair.grade(cells, conv2d.ours)


FLOAT32 = """
_conv2d = conv2d
def conv2d(x, w, bias=0.0, stride=1, padding=0):
    y = _conv2d(x, w, bias, stride, padding)
    return y.astype(np.float32)
"""


def test_float32_costs_the_dtype_cell_at_most(conv2d):
    def narrow(source):
        return source + FLOAT32 * ("def conv2d" in source)

    result = changed(conv2d, narrow)
    assert fair.lost(result) <= {"conv2d-dtype"}, fair.show(result)


def test_an_exercise_without_metadata_and_with_noise(conv2d):
    def noisy(source):
        return (
            "import warnings, sys\nwarnings.warn('x')\n"
            f"print('noise', file=sys.stderr)\n{source}\n1 / 0"
        )

    cells = json.loads(json.dumps(conv2d.cells))
    for cell in cells:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("solution") and not own.get("grade"):
            cell["source"] = noisy(cell["source"])
        cell["metadata"] = {}
        cell.pop("id")
    result = fair.grade(cells, conv2d.ours)
    assert fair.lost(result) == set(), fair.show(result)
