"""The whole run on a tiny course: journal, lock, options, command line."""

import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbgrader")

from gradebook_course import ANSWER, make_course, notebook, rows_of
from typer.testing import CliRunner

from cnnlab.cli import app
from cnnlab.grading import jail, nbcourse
from cnnlab.grading.journal import Journal
from cnnlab.grading.run import Options, grade_course

pytestmark = pytest.mark.xdist_group("run")  # they share a course
needs_box = pytest.mark.skipif(
    shutil.which("bwrap") is None, reason="there is no bubblewrap"
)


def hand_in(root, student, answer):
    """The tiny course's notebook with an answer, as nbgrader releases it."""
    made = notebook()
    made.cells[2].source = answer
    folder = root / "submitted" / student / "hw"
    folder.mkdir(parents=True)
    nbformat.write(made, folder / "hw.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Right, wrong, and no notebook at all; graded once."""
    root = make_course(tmp_path_factory.mktemp("run"))
    hand_in(root, "ada", ANSWER)
    hand_in(root, "bob", "def double(x):\n    return x")
    (root / "submitted" / "eve" / "hw").mkdir(parents=True)
    outcome = grade_course(Options(root, "hw", jobs=2))
    return root, outcome


def scores(outcome):
    return {r["student"]: r["score"] for r in outcome.results}


@pytest.mark.skipif(not os.environ.get("CI"), reason="this is not CI")
def test_ci_has_a_box():
    """Elsewhere these tests are skipped without one; there they may not."""
    assert jail.works("bubblewrap") == ""


@needs_box
def test_each_gets_what_he_earned(course):
    root, outcome = course
    assert scores(outcome) == pytest.approx({"ada": 4, "bob": 0, "eve": 0})
    assert (outcome.graded, outcome.kept) == (3, 0)
    (eve,) = [r for r in outcome.results if r["student"] == "eve"]
    assert eve["problem"] == "there is no hw.ipynb"
    for name in ("grades.csv", "grades-canvas.csv", "summary.txt"):
        assert (root / "grading" / "hw" / name).exists()
    assert (root / "feedback" / "bob" / "hw" / "hw.html").exists()


@needs_box
def test_a_second_run_grades_nothing_and_changes_nothing(course):
    root, first = course
    before = rows_of(root)
    outcome = grade_course(Options(root, "hw"))
    assert (outcome.graded, outcome.kept) == (0, 3)
    assert scores(outcome) == scores(first)
    assert rows_of(root) == before


@needs_box
def test_a_regrade_of_one_repeats_its_seed(course):
    root, _ = course
    log = root / "grading" / "hw" / "logs" / "ada" / "hw.json"
    seed = json.loads(log.read_text())["seed"]
    options = Options(root, "hw", students=frozenset({"ada"}), regrade=True)
    outcome = grade_course(options)
    assert outcome.graded == 1
    assert len(outcome.results) == 3  # the tables have everybody
    assert json.loads(log.read_text())["seed"] == seed


@needs_box
def test_a_student_who_is_not_there_is_named(course):
    root, _ = course
    outcome = grade_course(Options(root, "hw", students=frozenset({"mia"})))
    assert "mia has handed in nothing" in outcome.warnings


@needs_box
def test_a_damaged_log_is_graded_again(course):
    root, _ = course
    log = root / "grading" / "hw" / "logs" / "bob" / "hw.json"
    log.write_text(log.read_text()[:40])
    outcome = grade_course(Options(root, "hw"))
    assert (outcome.graded, outcome.kept) == (1, 2)


@needs_box
def test_other_limits_grade_again(course):
    root, _ = course
    outcome = grade_course(Options(root, "hw", limits={"cpu_seconds": 7.0}))
    assert outcome.graded == 3


def test_two_runs_at_once_are_refused(tmp_path):
    first, second = Journal(tmp_path, "hw"), Journal(tmp_path, "hw")
    refused = pytest.raises(nbcourse.CourseError, match="another run")
    with first.alone(), refused, second.alone():
        pass
    with second.alone():
        pass


def test_a_course_that_boxes_can_see_is_refused(tmp_path):
    inside = Path(sys.prefix) / "share" / "course"
    with pytest.raises(jail.JailError, match="move it"):
        jail.check_course(inside)
    jail.check_course(tmp_path)


def test_the_seed_is_drawn_once(tmp_path):
    seed = Journal(tmp_path, "hw").seed()
    assert Journal(tmp_path, "hw").seed() == seed
    assert Journal(tmp_path, "hw").seed(5) == 5
    assert Journal(tmp_path, "hw").seed() == 5


def test_a_box_that_is_not_there_says_how_to_get_it(monkeypatch, course):
    monkeypatch.setattr(jail, "works", lambda name: "not here")
    with pytest.raises(jail.JailError, match="--box plain"):
        grade_course(Options(course[0], "hw"))


def command(*words):
    result = CliRunner().invoke(app, ["grade", *map(str, words)])
    # rich frames some messages; the frame is no part of them.
    return result.exit_code, " ".join(result.output.replace("│", "").split())


def test_the_command_names_what_is_wrong(tmp_path, course):
    code, said = command(tmp_path, "--assignment", "hw")
    assert code == 2
    assert "is no nbgrader course" in said
    code, said = command(course[0], "--assignment", "nope")
    assert code == 2
    assert "there is: hw" in said
    code, said = command(course[0], "--assignment", "hw", "--box", "jar")
    assert code == 2
    assert "auto, bubblewrap, plain" in said


@needs_box
def test_the_command_tells_each_result(course):
    code, said = command(course[0], "--assignment", "hw", "--jobs", "1")
    assert code == 0
    assert "ada 4 of 9" in said
    assert "box: bubblewrap" in said
    assert "Waits for a person" in said
