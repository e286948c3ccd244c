"""Results in nbgrader's gradebook: nbgrader's rules, once and again."""

import os
import shutil

import pytest

pytest.importorskip("nbgrader")

import gradebook_course as course
import nbformat
from gradebook_course import (
    FAILED,
    PASSED,
    autograded,
    grades,
    result,
    rows_of,
    submit,
)

from cnnlab.grading import gradebook
from cnnlab.grading.nbcourse import CourseError

pytest_plugins = ["gradebook_fixtures"]


def by_hand(writer, score, cell="why"):
    grade = writer.gradebook.find_grade(cell, "hw", "hw", "ada")
    grade.manual_score, grade.needs_manual_grade = score, False
    writer.gradebook.db.commit()


def test_the_rows_of_one_result(root, writer):
    assert writer.apply(result()) == []
    assert grades(root) == {
        "double-test": (4.0, None, False),
        "why": (None, None, True),
        "draw": (None, None, True),
    }
    assert rows_of(root)["student"] == [(1, "ada")]
    assert len(rows_of(root)["comment"]) == 3


def test_twice_is_once(root, writer):
    writer.apply(result())
    rows, file = rows_of(root), root / "autograded/ada/hw/hw.ipynb"
    before = file.read_bytes(), file.stat().st_mtime_ns
    writer.apply(result())
    assert rows_of(root) == rows
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_an_unchanged_answer_scores_nothing(root, writer):
    writer.apply(result(why="YOUR ANSWER HERE"))  # nbgrader's own words
    assert grades(root)["why"] == (0.0, None, False)
    said = {r[1]: r[2] for r in rows_of(root)["comment"]}
    assert said == {"double": None, "draw": None, "why": "No response."}


def test_a_score_by_hand_stays_and_waits_after_a_regrade(root, writer):
    writer.apply(result())
    by_hand(writer, 2.5)
    by_hand(writer, 3.5, "double-test")
    writer.apply(result())  # a resumed run: nothing is new
    assert grades(root)["why"] == (None, 2.5, False)
    assert grades(root)["double-test"] == (4.0, 3.5, False)
    writer.apply(result(test=FAILED))
    assert grades(root)["why"] == (None, 2.5, True)
    assert grades(root)["double-test"] == (0.0, 3.5, True)


def test_a_lost_gradebook_is_filled_again(root, writer, fresh):
    writer.apply(result())
    rows = rows_of(root)
    writer.gradebook.close()
    shutil.copy(fresh / "gradebook.db", root / "gradebook.db")
    gradebook.apply(root, result())
    assert rows_of(root) == rows


def test_marked_gives_what_a_person_said(writer):
    writer.apply(result())
    by_hand(writer, 2.5)
    comment = writer.gradebook.find_comment("why", "hw", "hw", "ada")
    comment.manual_comment = "Good."
    writer.gradebook.db.commit()
    marked = writer.marked(result())
    why = marked["cells"][5]
    assert (why["score"], why["review"]) == (2.5, False)
    assert why["comment"] == "Good."
    assert (marked["score"], marked["penalty"]) == (6.5, 0.0)
    assert result()["cells"][5]["score"] is None


def test_unreadable_scores_nothing_and_waits(root, writer):
    given = result(status="unreadable", problem="no JSON", score=0.0)
    for one in given["cells"]:
        one |= {"score": 0.0, "source": "", "status": "skipped"}
    writer.apply(given)
    assert grades(root)["double-test"] == (0.0, None, True)
    assert grades(root)["why"] == (0.0, None, True)
    assert "no JSON" in autograded(root).cells[0].source


# -- dates --------------------------------------------------------------------


def due(writer, when):
    writer.gradebook.update_or_create_assignment("hw", duedate=when)


def test_late_costs_what_the_plugin_says(root, writer):
    due(writer, "2026-01-01 10:00:00 UTC")
    submit(root, "ada", "2026-01-01 12:30:00 UTC")
    notes = writer.apply(result())
    assert notes == ["handed in 2.5 h late, penalty 2.5"]
    assert rows_of(root)["submitted_notebook"][0][1] == 2.5
    kept = root / "autograded/ada/hw/timestamp.txt"
    assert kept.read_text() == "2026-01-01 12:30:00.000000 UTC\n"


def test_a_penalty_is_never_more_than_the_score(root, writer):
    due(writer, "2026-01-01 00:00:00 UTC")
    submit(root, "ada", "2026-02-01 00:00:00 UTC")
    writer.apply(result())
    assert rows_of(root)["submitted_notebook"][0][1] == 4.0


def test_an_extension_takes_the_penalty_back(root, writer):
    due(writer, "2026-01-01 10:00:00 UTC")
    submit(root, "ada", "2026-01-01 12:00:00 UTC")
    writer.apply(result())
    writer.gradebook.grant_extension("hw", "ada", hours=3)
    assert writer.apply(result()) == []
    assert rows_of(root)["submitted_notebook"][0][1] is None


@pytest.mark.parametrize("make", ["link", "pipe", "words", "bytes", "folder"])
def test_a_broken_timestamp_is_a_note(root, writer, make):
    path = submit(root, "ada") / "timestamp.txt"
    if make == "link":
        path.symlink_to(root / "nbgrader_config.py")
    elif make == "pipe":
        os.mkfifo(path)
    elif make == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"soon" if make == "words" else b"\xff" * 9999)
    (note,) = writer.apply(result())
    assert "timestamp.txt" in note
    assert rows_of(root)["submitted_assignment"] == [(1, "ada", None, None)]


# -- names and numbers that cannot be -----------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../bob", "a/b", "a\\b", "a\0", "a" * 129, "\ud800"],
)
@pytest.mark.parametrize("kind", ["student", "assignment", "notebook"])
def test_odd_names_are_refused(root, writer, kind, name):
    rows = rows_of(root)
    with pytest.raises(ValueError, match=kind):
        writer.apply(result(**{kind: name}))
    assert rows_of(root) == rows


@pytest.mark.parametrize("score", [-1.0, 4.5, float("nan"), float("inf")])
def test_odd_scores_are_refused(root, writer, score):
    with pytest.raises(ValueError, match="double-test"):
        writer.apply(result(test=PASSED | {"score": score}))
    assert rows_of(root)["student"] == []


def test_a_notebook_that_the_course_lacks_is_refused(writer):
    with pytest.raises(ValueError, match="must be one of hw"):
        writer.apply(result(notebook="other"))


def test_the_database_may_not_say_otherwise(root, writer):
    """Names are data: no part of them is ever a command."""
    name = "'); DROP TABLE grade;--"
    writer.apply(result(student=name))
    assert grades(root, name)["double-test"] == (4.0, None, False)


# -- source and gradebook -----------------------------------------------------


def change_source(root, change):
    path = root / "source" / "hw" / "hw.ipynb"
    notebook = nbformat.read(path, 4)
    change(notebook)
    nbformat.write(notebook, path)


def test_points_follow_the_source(root):
    gradebook.apply(root, result())

    def more(notebook):
        notebook.cells[3].metadata.nbgrader.points = 6

    change_source(root, more)
    given = result()
    given["cells"][3] |= {"points": 6.0, "score": 6.0}
    gradebook.apply(root, given)
    assert grades(root)["double-test"] == (6.0, None, False)


def test_cells_that_come_late_are_an_error_with_its_mend(root):
    gradebook.apply(root, result())

    def another(notebook):
        flags = course._flags("new", grade=True, points=1)
        node = nbformat.v4.new_code_cell("assert 1", metadata=flags)
        notebook.cells.append(node)

    change_source(root, another)
    with pytest.raises(CourseError, match="Put the old cells back"):
        gradebook.apply(root, result())


def test_an_unknown_assignment_is_an_error(writer):
    with pytest.raises(CourseError, match="no notebook in"):
        writer.apply(result(assignment="nowhere"))


def test_a_notebook_not_handed_in_scores_nothing(root):
    source = root / "source" / "hw"
    shutil.copy(source / "hw.ipynb", source / "second.ipynb")
    submit(root, "ada")
    gradebook.apply(root, result())
    both = [row[2:] for row in rows_of(root)["grade"] if row[1] == "why"]
    assert sorted(both, key=str) == [(0.0, None, None, 0), (None,) * 3 + (1,)]
