"""Accidents with whole cells: moved, doubled, split, gone, renamed."""

from fair_course import DOUBLE, MEAN, STUB, TOP, Sheet
from fair_register import accident


@accident(says="was there 2 times")
def copies_an_answer_below(sheet: Sheet) -> None:
    """The stub stayed; the answer stands in a copy of its cell."""
    copy = dict(sheet["double"])
    sheet.write("double", STUB)
    sheet.after("double", copy)


@accident(says="was there 2 times")
def keeps_a_wrong_try_below_the_test(sheet: Sheet) -> None:
    """A copy of the cell, for trying things out after the test has passed."""
    copy = sheet["double"] | {"source": "def double(x):\n    return x"}
    sheet.after("double-test", copy)


@accident(says="was there 2 times")
def copies_a_test(sheet: Sheet) -> None:
    """The test stands twice, once far below."""
    sheet.cells.append(dict(sheet["double-test"]))
    sheet.after("top", "double = None")


@accident(says="was deleted")
def deletes_the_tests(sheet: Sheet) -> None:
    """All test cells and the locked one are gone."""
    sheet.drop("double-test", "mean-test", "top-test", "tools")


@accident(lost="mean-test", says="was deleted")
def deletes_an_answer(sheet: Sheet) -> None:
    """One question is gone; the others count."""
    sheet.drop("mean")


@accident(says="moved")
def sorts_tests_to_the_end(sheet: Sheet) -> None:
    """Answers first, then tests, in the reverse order."""
    for key in ("top-test", "mean-test", "double-test"):
        sheet.move(key, len(sheet.cells) - 1)


@accident(says="moved")
def sorts_answers_to_the_end(sheet: Sheet) -> None:
    """Answers stand below the tests of all."""
    for key in ("tools", "top", "mean", "double"):
        sheet.move(key, len(sheet.cells) - 1)


@accident(says="moved")
def moves_an_answer_with_its_helper(sheet: Sheet) -> None:
    """The last question was done first, with a helper cell above it."""
    helper = "def tally(words):\n    return Counter(words)"
    sheet.write("top", TOP.replace("Counter(words).", "tally(words)."))
    sheet.move("top", 1)
    sheet.before("top", helper)
    sheet.write("double", "def double(x):\n    return twice * x")
    sheet.before("double", "twice = 2")
    sheet.move("double-test", 1)


@accident()
def splits_an_answer(sheet: Sheet) -> None:
    """Split Cell: the imports above, the function below."""
    head, _, body = TOP.partition("\n\n")
    sheet.write("top", head)
    sheet.after("top", body)


@accident(says="was there 2 times")
def splits_with_metadata(sheet: Sheet) -> None:
    """Split Cell in an editor that copies the metadata."""
    head, _, body = TOP.partition("\n\n")
    lower = sheet["top"] | {"source": body}
    sheet.write("top", head)
    sheet.after("top", lower)


@accident()
def leaves_the_stub_and_answers_below(sheet: Sheet) -> None:
    """The answer stands in a new cell below the stub."""
    sheet.write("double", STUB)
    sheet.after("double", DOUBLE)


@accident()
def joins_answers(sheet: Sheet) -> None:
    """Merge Cells: everything stands in the first answer."""
    sheet.write("double", "\n\n".join([DOUBLE, MEAN, TOP]))
    sheet.drop("mean", "top")


@accident()
def defines_it_again_later(sheet: Sheet) -> None:
    """A wrong version, then the right one in an extra cell."""
    sheet.write("double", "def double(x):\n    return x")
    sheet.after("double", DOUBLE)


@accident()
def hands_in_no_text_cells(sheet: Sheet) -> None:
    """All text is gone, the outputs are there."""
    why = sheet["why"]
    sheet.cells = [c for c in sheet.cells if c["cell_type"] == "code"] + [why]
    noise = {"output_type": "stream", "name": "stderr", "text": "boo"}
    for cell in sheet.cells[:-1]:
        cell["outputs"] = [noise]


# -- metadata and kinds -----------------------------------------------------


@accident(says="had lost its nbgrader metadata")
def loses_metadata_of_one(sheet: Sheet) -> None:
    """An editor dropped the metadata of one cell."""
    sheet.forget("double")


@accident(says="had lost its nbgrader metadata")
def loses_all_metadata(sheet: Sheet) -> None:
    """An editor dropped all metadata."""
    for cell in sheet.cells:
        cell["metadata"] = {}


@accident(says="had lost its nbgrader metadata")
def loses_metadata_but_not_ids(sheet: Sheet) -> None:
    """All metadata are gone; the cells have ids of their own."""
    for number, cell in enumerate(sheet.cells):
        cell |= {"metadata": {}, "id": f"c{number}"}


@accident(says="moved")
def loses_metadata_and_order(sheet: Sheet) -> None:
    """Without metadata, and the answers far below."""
    sheet.forget("top", "mean")
    mean = next(c for c in sheet.cells if c["source"] == MEAN)
    sheet.cells.remove(mean)
    sheet.cells.append(mean)


@accident()
def has_metadata_that_make_no_sense(sheet: Sheet) -> None:
    """Metadata of another type than they should be."""
    sheet["double"]["metadata"] = {"nbgrader": {"grade_id": ["double"]}}
    sheet["mean"]["metadata"] = {"nbgrader": "mean", "tags": "x"}
    sheet["why"]["metadata"]["tags"] = {"a": 1}
    sheet["top"]["metadata"] = {"nbgrader": None}


@accident(says="no code cell")
def turns_code_into_raw_text(sheet: Sheet) -> None:
    """The wrong key was pressed in command mode: raw, and markdown."""
    sheet["double"]["cell_type"] = "raw"
    sheet["mean"]["cell_type"] = "markdown"
    sheet["top-test"]["cell_type"] = "raw"


@accident(says="was changed")
def changes_a_test(sheet: Sheet) -> None:
    """A test was edited while looking for a mistake."""
    sheet.write("double-test", "print(double(3))\n# assert double(3) == 7")
    sheet.append("top-test", "print('I am here')")


@accident(says="locked cell tools was changed")
def imports_in_a_locked_cell(sheet: Sheet) -> None:
    """An import was added to the locked cell."""
    sheet.append("tools", "import collections as c")
    sheet.write(
        "top", "def top(w):\n    return c.Counter(w).most_common()[0][0]"
    )
