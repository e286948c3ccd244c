"""Courses of others in plain nbgrader style; all exercises of this book."""

import json
import os
import subprocess
import sys
from pathlib import Path

import fair_course as fair
import foreign_course as foreign
import pytest
from foreign_students import STUDENTS

pytest.importorskip("nbgrader")

from cnnlab.grading import referee
from cnnlab.grading.assignment import Assignment, parts_of
from cnnlab.grading.jail import Limits
from cnnlab.grading.preflight import preflight


def plain_assignment():
    """Read the foreign course as the grader does before its preflight."""
    parts = parts_of(foreign.CELLS)
    limits = Limits(cpu_seconds=10)
    return Assignment("week3", "week3", parts, limits, foreign.FILES)


def handed_in(student):
    """Put a student's answers into the release notebook."""
    answers = STUDENTS[student]
    cells = json.loads(json.dumps(foreign.CELLS))
    for cell, part in zip(cells, plain_assignment().parts, strict=True):
        key = part.grade_id
        if answers is None or part.kind in ("test", "manual"):
            cell["source"] = part.released
        if answers and key in answers:
            cell["source"] = answers[key]
    return cells


@pytest.fixture(scope="module")
def checked():
    return preflight(plain_assignment(), seed=fair.SEED, jail=fair.box())


def test_preflight_says_what_must_run_inside(checked):
    assignment, warnings = checked
    assert warnings == []
    assert assignment.inside == foreign.INSIDE


def grade(student, assignment):
    data = fair.as_file(handed_in(student))
    return referee.grade(assignment, data, seed=1, jail=fair.box())


def test_the_solution_has_all_points_and_a_person_the_rest(checked):
    result = grade("right", checked[0])
    assert fair.lost(result) == set(), fair.show(result)
    assert result["score"] == foreign.AUTOMATIC
    assert result["max_score"] == foreign.AUTOMATIC + 4 + 5 + 6
    rows = {c["grade_id"]: c for c in result["cells"] if c["grade_id"]}
    inside = {k for k, c in rows.items() if c["where"] == "inside"}
    assert inside == foreign.INSIDE
    assert {rows[k]["status"] for k in ("plot", "why")} == {"stub"}
    assert rows["bridge"]["status"] == "waits"


def test_an_empty_notebook_has_none(checked):
    result = grade("blank", checked[0])
    assert result["score"] == 0, fair.show(result)
    kinds = {c["status"] for c in result["cells"] if c["kind"] == "test"}
    assert kinds <= {"stub", "failed"}


# What each loses, and parts of points where these are given.
LOST = {
    "other_types": {},
    "views": {"squares-error-test": 0},
    "half": {
        "squares-test": 0,
        "squares-error-test": 0,
        "partial-test": 1.5,
        "vector-test": 0,
        "vector-operators-test": 0,
        "answer-test": 0,
    },
    "hidden": {"squares-test": 0, "inplace-test": 0, "apply-test": 0},
    "broken": {
        "longest-test": 0,
        "found-test": 0,
        "column-test": 0,
        "source-test": 0,
        "evens-test": 0,
    },
    "words": {"partial-test": 1.0},
}


@pytest.mark.parametrize("student", LOST)
def test_scores_are_known(checked, student):
    result = grade(student, checked[0])
    scores = {
        c["grade_id"]: c["score"]
        for c in result["cells"]
        if c["kind"] == "test" and c["score"] != c["points"]
    }
    assert scores == LOST[student], fair.show(result)


def test_no_message_has_a_line_of_a_hidden_test(checked):
    result = grade("hidden", checked[0])
    row = fair.row(result, "squares-test")
    assert "not shown to you" in row["message"]
    assert "squares(10)" not in json.dumps(result["cells"])


def test_a_test_that_nobody_can_pass_is_told():
    cells = fair.tiny()
    cells[4]["source"] = "assert double(1) == 3"
    _, warnings = preflight(fair.assignment(cells), seed=1, jail=fair.box())
    assert len(warnings) == 1
    assert warnings[0].startswith("double-test:")


def test_a_cell_may_use_what_a_test_cell_has_defined():
    """In one kernel that works; so that test runs in the box too."""
    cells = fair.tiny()
    cells[4]["source"] = "y = double(3)\nassert y == 6"
    cells[6]["source"] = fair.solved(f"z = y + 1\n{fair.MEAN}")
    ours, warnings = preflight(fair.assignment(cells), seed=1, jail=fair.box())
    assert (ours.inside, warnings) == ({"double-test", "mean-test"}, [])


# -- the real nbgrader ------------------------------------------------------


def write(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fair.as_file(numbered(cells), metadata=KERNEL))


def numbered(cells):
    return [cell | {"id": f"c{i}"} for i, cell in enumerate(cells)]


KERNEL = {
    "kernelspec": {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
}
CONFIG = "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///g.db'\n"


def nbgrader(course, *command):
    folder = str(Path(sys.executable).parent)
    path = folder + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command, "week3"],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.slow
def test_scores_are_those_of_nbgrader(tmp_path, checked):
    """Eight honest notebooks, cell by cell."""
    from nbgrader.api import Gradebook

    source = tmp_path / "source" / "week3"
    write(source / "week3.ipynb", foreign.CELLS)
    for name, data in foreign.FILES:
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(data)
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    nbgrader(tmp_path, "generate_assignment")
    for student in STUDENTS:
        folder = tmp_path / "submitted" / student / "week3"
        write(folder / "week3.ipynb", handed_in(student))
    nbgrader(tmp_path, "autograde")
    with Gradebook(f"sqlite:///{tmp_path / 'g.db'}") as gradebook:
        for student in STUDENTS:
            found = gradebook.find_submission("week3", student).notebooks[0]
            theirs = {
                g.name: g.auto_score
                for g in found.grades
                if g.name.endswith("-test")
            }
            result = grade(student, checked[0])
            ours = {
                c["grade_id"]: c["score"]
                for c in result["cells"]
                if c["kind"] == "test"
            }
            assert ours == theirs, student


# -- the exercises of this book ---------------------------------------------


def exercise_folders():
    from exercise_helpers import FOLDERS

    return FOLDERS


@pytest.mark.slow
@pytest.mark.parametrize("folder", exercise_folders(), ids=lambda f: f.name)
def test_exercise_scores_as_plain_processes_say(folder, monkeypatch):
    from exercise_helpers import folders, learner_notebook, runs

    monkeypatch.setenv("CNNLAB_CHECK_SEED", str(fair.SEED))
    exercise = folders.load(folder)
    stub = learner_notebook(exercise.notebook)
    released = {folders.grade_id(c): c.source for c in stub.cells}
    parts = parts_of(exercise.notebook.cells, released)
    limits = Limits(**exercise.settings["limits"])
    found = Assignment(exercise.name, exercise.name, parts, limits)
    ours, warnings = preflight(found, seed=fair.SEED, jail=fair.box())
    assert (ours.inside, warnings) == (frozenset(), [])

    def lost(notebook):
        data = json.dumps(notebook).encode()
        result = fair.grade(data, ours)
        assert not result["limits"], fair.show(result)
        return fair.lost(result)

    assert lost(exercise.notebook) == set()
    assert lost(stub) == set(exercise.grade_ids)
    for mutant in exercise.mutants[1::5][:3]:
        notebook = folders.mutated(exercise.notebook, mutant)
        caught = runs.Caught(mutant, runs.run_notebook(notebook))
        assert lost(notebook) == set(caught.failed), mutant.label
