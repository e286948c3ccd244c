"""Which cell is which, and what runs in which order."""

import fair_course as fair
import pytest
from fair_course import Sheet

from cnnlab.grading.notebook import read
from cnnlab.grading.repair import plan


def planned(sheet):
    cells = sheet.cells if isinstance(sheet, Sheet) else sheet
    return plan(read(fair.as_file(cells)), fair.assignment())


def order(found, text=False):
    """Name the steps: parts by grade_id, others by their first line."""
    return [
        step.part.grade_id if step.part else step.source.split("\n")[0]
        for step in found.steps
        if text or step.kind != "text"
    ]


PLAIN = [
    "tools",
    "double",
    "double-test",
    "mean",
    "mean-test",
    "top",
    "top-test",
    "why",
]


def test_a_clean_notebook_is_left_alone():
    found = planned(Sheet())
    assert order(found) == PLAIN
    assert found.repairs == []
    assert found.suspicious == []
    kinds = {step.kind for step in found.steps}
    assert kinds == {"text", "setup", "answer", "test", "manual"}


def test_tests_and_locked_cells_are_the_instructors():
    sheet = Sheet()
    sheet.write("double-test", "pass")
    sheet.write("tools", "np = None")
    found = planned(sheet)
    sources = {s.part.grade_id: s.source for s in found.steps if s.part}
    assert sources["double-test"] == fair.DOUBLE_TEST
    assert sources["tools"] == "import numpy as np"
    assert order(found)[:3] == ["tools", "np = None", "double"]
    assert len(found.repairs) == 2


def test_an_empty_file_has_all_parts():
    found = planned([])
    assert order(found) == PLAIN
    assert sum("was deleted" in note for note in found.repairs) == 7


def test_extra_cells_run_where_they_stand():
    sheet = Sheet()
    sheet.before("tools", "a = 1")
    sheet.after("double", "b = 2", fair.markdown("note"), "", "c = 3")
    sheet.after("why", "d = 4")
    assert order(planned(sheet)) == [
        *("a = 1", "tools", "double", "b = 2", "c = 3", "double-test"),
        *("mean", "mean-test", "top", "top-test", "why", "d = 4"),
    ]


def test_a_stub_gives_way_to_a_copy_anywhere():
    sheet = Sheet()
    copy = dict(sheet["double"])
    sheet.write("double", fair.STUB)
    sheet.after("mean-test", copy)
    found = planned(sheet)
    assert order(found) == PLAIN
    assert found.steps[3].source == fair.DOUBLE


def test_a_second_version_runs_where_it_stands():
    sheet = Sheet()
    sheet.after("double", sheet["double"] | {"source": "double = 1"})
    sheet.after("double-test", sheet["double"] | {"source": "double = 2"})
    assert order(planned(sheet))[:5] == [
        *("tools", "double", "double = 1", "double-test", "double = 2")
    ]


def test_moved_cells_find_back_and_helpers_are_there_in_time():
    sheet = Sheet()
    sheet.after("mean-test", "helper = 1")
    sheet.move("double", len(sheet.cells) - 1)
    found = planned(sheet)
    names = order(found)
    assert [n for n in names if n != "helper = 1"] == PLAIN
    # Above `double` in the file, below `mean-test`: it runs in both places.
    assert names.index("helper = 1") < names.index("double")
    assert names.count("helper = 1") == 2
    assert "moved" in found.repairs[0]


def test_text_cells_that_went_astray_change_nothing():
    sheet = Sheet()
    sheet.after("double", "helper = 1")
    sheet.cells.insert(1, sheet.cells.pop(-2))  # a test to the top
    sheet.cells.append(sheet.cells.pop(0))  # the title to the end
    names = order(planned(sheet))
    assert names.count("helper = 1") <= 2
    assert names.index("double") < names.index("helper = 1")


@pytest.mark.parametrize("key", ["double", "mean", "top"])
def test_an_answer_is_known_by_what_it_defines(key):
    sheet = Sheet()
    sheet.forget(key)
    found = planned(sheet)
    assert order(found) == PLAIN
    assert found.repairs == [f"cell {key} had lost its nbgrader metadata"]


def test_a_written_answer_is_known_by_its_place():
    sheet = Sheet()
    sheet.forget("why")
    found = planned(sheet)
    assert found.steps[-1].kind == "manual"
    assert found.steps[-1].source == fair.WHY


def test_two_written_answers_keep_apart():
    cells = fair.tiny()
    manual = {"grade": True, "solution": True, "points": 1}
    cells.append(fair.markdown("And here", "why2", **manual))
    ours = fair.assignment(cells)
    texts = [fair.markdown("first"), fair.markdown("second")]
    texts.append(fair.markdown("more"))
    known = fair.release(fair.tiny())[:-1]
    found = plan(read(fair.as_file(known + texts)), ours)
    assert [s.source for s in found.steps[-2:]] == ["first", "second\n\nmore"]


def test_a_text_written_in_two_copies_is_kept_whole():
    sheet = Sheet()
    sheet.after("why", sheet["why"] | {"source": "And more."})
    assert planned(sheet).steps[-1].source == f"{fair.WHY}\n\nAnd more."


def test_what_was_merged_into_a_test_still_runs():
    sheet = Sheet()
    test = sheet["double-test"]
    test["source"] = fair.DOUBLE + "\n" + test["source"]
    sheet.drop("double")
    names = order(planned(sheet))
    assert names[1:4] == ["double", "def double(x):", "double-test"]


def test_a_changed_copy_of_a_test_is_known():
    cells = fair.tiny()
    long = "\n".join(f"assert double({i}) == {2 * i}" for i in range(9))
    cells[4]["source"] = long
    ours = fair.assignment(cells)
    copy = fair.code(long.replace("double(8)", "double(9)"))
    found = plan(read(fair.as_file([copy])), ours)
    assert "test cell double-test was changed; ours ran" in found.repairs
    assert [s for s in found.steps if s.kind == "extra"] == []


def test_answers_that_are_text_are_not_run():
    """A markdown answer without points is no code, whatever it says."""
    cells = [fair.markdown("Think.", "think", solution=True)]
    ours = fair.assignment(cells)
    result = fair.grade(fair.as_file(cells), ours)
    row = fair.row(result, "think")
    assert (row["status"], row["source"]) == ("ran", "Think.")


def test_words_that_honest_answers_do_not_need_are_told():
    sheet = Sheet()
    sheet.append("double", "import ctypes")
    assert any("ctypes" in word for word in planned(sheet).suspicious)
