"""Tables of grades: complete, the same each time, no formula in them."""

import csv
import io

import pytest

pytest.importorskip("nbgrader")

from gradebook_course import FAILED, PASSED, result

from cnnlab.grading import grades

NAMES = {
    "ada": {"first_name": "Ada", "last_name": "King", "email": "a@b.org"}
    | {"lms_user_id": "71"}
}


def table(text):
    return list(csv.reader(io.StringIO(text)))


def records(text):
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


def done(student="ada", by_hand=2.5, **changes):
    """A result in which a person has looked at everything."""
    made = result(student, **changes)
    for cell, score in zip(made["cells"][5:], (by_hand, 2.0), strict=True):
        cell |= {"score": score, "review": False}
    made["score"] = sum(cell["score"] for cell in made["cells"])
    return made


def test_the_plain_table_has_a_column_a_cell():
    lines = grades.plain([result(), done("bob", test=FAILED)]).splitlines()
    head = "student,assignment,double-test,why,draw,penalty,total,max,status"
    head += ",needs_review,repaired,limits,suspicious,inside"
    assert lines == [
        head,
        "ada,hw,4,,,0,4,9,graded,yes,,,,",
        "bob,hw,0,2.5,2,0,4.5,9,graded,,,,,",
    ]


def test_what_to_look_at_is_marked():
    given = done(test=PASSED | {"where": "inside"}, repairs=["x"])
    given |= {"limits": ["y"], "suspicious": ["z"], "status": "unreadable"}
    row = records(grades.plain([given]))["ada"]
    marks = ("repaired", "limits", "suspicious", "inside")
    assert [row[mark] for mark in marks] == ["yes"] * 4
    assert row["status"] == "unreadable"


def test_a_penalty_is_taken_off_and_nothing_is_below_zero():
    late = grades.plain([done() | {"penalty": 1.25}])
    assert records(late)["ada"]["total"] == "7.25"
    later = grades.plain([done() | {"penalty": 99.0}])
    assert records(later)["ada"]["total"] == "0"


def test_several_notebooks_are_one_row():
    both = [done(), done() | {"notebook": "second"}]
    (row,) = records(grades.plain(both)).values()
    assert row["hw/double-test"] == row["second/double-test"] == "4"
    assert (row["total"], row["max"]) == ("17", "18")


def test_one_notebook_missing_leaves_its_cells_empty():
    both = [done(), done() | {"notebook": "second"}, done("bob")]
    row = records(grades.plain(both))["bob"]
    assert (row["second/why"], row["total"]) == ("", "8.5")


def test_order_and_seconds_change_nothing(tmp_path):
    given = [done(name) for name in ("bob", "ada", "eve")]
    other = [one | {"seconds": 99.0} for one in reversed(given)]
    for number, results in enumerate((given, other)):
        grades.write_all(tmp_path / str(number), results, NAMES)
    for name in ("grades.csv", "grades-canvas.csv", "grades-moodle.csv"):
        one, two = (tmp_path / n / name for n in "01")
        assert one.read_bytes() == two.read_bytes()


def test_canvas_finds_its_columns():
    rows = table(grades.canvas([done(), done("bob")], NAMES))
    fixed = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert rows[0] == [*fixed, "hw"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "9"]
    assert rows[2] == ["King, Ada", "71", "", "ada", "", "8.5"]
    assert rows[3] == ["bob", "", "", "bob", "", "8.5"]


def test_canvas_takes_no_student_for_the_maxima():
    rows = table(grades.canvas([done("Points Possible")], {}))
    assert [row for row in rows if "Points Possible" in row[0]] == [rows[1]]


def test_moodle_finds_its_columns():
    rows = table(grades.moodle([done(), done("bob")], NAMES))
    head = ["Username", "First name", "Last name", "Email address", "hw"]
    assert rows[0] == head
    assert rows[1] == ["ada", "Ada", "King", "a@b.org", "8.5"]
    assert rows[2] == ["bob", "", "", "", "8.5"]


@pytest.mark.parametrize("form", [grades.canvas, grades.moodle])
def test_who_waits_for_a_person_is_not_sent_yet(form):
    text = form([result(), done("bob")], {})
    assert "ada" not in text
    assert "bob" in text


FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r\n=1",
    "\u202e=1",
    " =1",
    "\uff1d1",
]


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("form", ["plain", "canvas", "moodle"])
def test_no_cell_starts_a_formula(form, name):
    names = {name: dict.fromkeys(("first_name", "last_name", "email"), name)}
    given = [done(name)]
    given[0]["cells"][3]["grade_id"] = name
    make = getattr(grades, form)
    text = make(given) if form == "plain" else make(given, names)
    cells = [one for row in table(text) for one in row]
    starts = ("=", "+", "-", "@", "\uff1d", "\t", "\r")
    assert not [one for one in cells if one.strip().startswith(starts)]


def test_hostile_names_stay_in_their_row():
    names = ['a","b', "c\nd", "e\0f", "g;h", "x" * 5000, "\ud800"]
    rows = table(grades.plain([done(name) for name in names]))
    assert len(rows) == 1 + len(names)
    assert {len(row) for row in rows} == {14}
    assert max(len(one) for row in rows for one in row) < 300


def test_no_result_is_an_empty_table():
    assert len(table(grades.plain([]))) == 1
    assert len(table(grades.canvas([], {}))) == 2
    assert len(table(grades.moodle([], {}))) == 1
