"""The instructor's notebook as the grader sees it."""

from dataclasses import replace

import fair_course as fair
import pytest

from cnnlab.grading.assignment import (
    AssignmentError,
    as_submitted,
    defined,
    parsed,
    parts_of,
    stub_of,
)
from cnnlab.grading.jail import Limits


def part(cell):
    return parts_of([cell])[0]


KINDS = {
    "test": fair.code("x", "a", grade=True, locked=True, points=2),
    "answer": fair.code("x", "a", solution=True),
    "setup": fair.code("x", "a", locked=True),
    "manual": fair.code("x", "a", solution=True, grade=True, points=1),
    "task": fair.markdown("x", "a", task=True, locked=True, points=1),
    "text": fair.markdown("x", "a", locked=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind):
    found = part(KINDS[kind])
    assert found.kind == kind
    assert found.grade_id == "a"


def test_cells_without_flags():
    assert part(fair.code("x")).kind == "setup"
    assert part(fair.markdown("x")).kind == "text"
    assert part(fair.markdown("x", "a", grade=True, points=3)).kind == "manual"
    aside = fair.code("x", tags=["play"])
    assert part(aside).kind == "aside"
    assert part(fair.code("x", "a")).grade_id == ""


def test_points_count_where_something_is_graded():
    points = {kind: part(cell).points for kind, cell in KINDS.items()}
    wanted = {"test": 2, "manual": 1, "task": 1}
    assert {k: v for k, v in points.items() if v} == wanted
    flags = {"solution": True, "points": 9}
    assert part(fair.code("x", "a", **flags)).points == 0
    assert part(fair.code("x", "a", grade=True, points=None)).points == 0


def test_stubs_are_those_of_nbgrader():
    source = (
        "def f(x):\n    ### BEGIN SOLUTION\n    return x\n"
        "    ### END SOLUTION\n\nprint(f)"
    )
    assert stub_of(source) == (
        "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
        "\nprint(f)"
    )
    assert stub_of("x = 1") == "x = 1"


def test_hidden_tests_are_not_released():
    cell = fair.code(fair.DOUBLE_TEST, "a", grade=True, points=1)
    for text in (part(cell).released, part(cell).visible):
        assert "double(3)" in text
        assert "-1.5" not in text
        assert "HIDDEN" not in text
    shown = parts_of([cell], {"a": "as it was"})[0]
    assert shown.released == "as it was"


def test_two_cells_of_one_name_are_an_error():
    with pytest.raises(AssignmentError, match="'double' stands in two cells"):
        parts_of(fair.tiny() + fair.tiny()[3:4])


def test_names_that_a_cell_defines():
    source = (
        "import os\nx = y, z = 1, 2\nn: int = 3\nn += 1\n"
        "def f(): inner = 1\nasync def g(): pass\nclass C: pass\n"
        "for i in []: hidden = 1"
    )
    assert defined(source) == ["x", "y", "z", "n", "n", "f", "g", "C"]


@pytest.mark.parametrize("bad", ["x = [", "\0", "(" * 500, "%magic"], ids=repr)
def test_what_is_no_python_defines_nothing(bad):
    assert parsed(bad) == []
    assert defined(bad) == []


def test_names_and_imports_of_the_solution():
    ours = fair.assignment()
    assert ours.answer_names == ("double", "mean", "top")
    assert ours.imports == "from collections import Counter"
    assert ours.max_score == 15
    tests = [p.grade_id for p in ours.tests]
    assert tests == ["double-test", "mean-test", "top-test"]


def test_the_version_changes_with_all_that_changes_a_score():
    ours = fair.assignment()
    other = fair.tiny()
    other[4]["source"] += "\n"
    versions = [
        ours.version,
        fair.assignment(other).version,
        replace(ours, limits=Limits(cpu_seconds=6)).version,
        replace(ours, files=(("a", b"1"),)).version,
        replace(ours, files=(("a", b"2"),)).version,
        replace(ours, files=(("b", b"2"),)).version,
    ]
    assert len(set(versions)) == len(versions)
    assert fair.assignment().version == ours.version


def test_the_instructors_notebook_as_handed_in():
    cells = as_submitted(fair.assignment())
    assert [c.source for c in cells] == [c["source"] for c in fair.tiny()]
    assert [c.grade_id for c in cells].count("") == 4


@pytest.mark.parametrize("name", ["cpu_seconds", "memory_mb", "output_kb"])
def test_limits_are_above_nothing(name):
    with pytest.raises(ValueError, match=f"`{name}` \\(=0\\) must be above"):
        Limits(**{name: 0})
