"""The reader's record as a file, and the store without a browser."""

import json

import pytest
from reader_record import NOTHING, RECORD, give, summed, told, view_in
from widget_vectors import in_node, needs_node

pytest_plugins = ["tiny_book", "reader_window"]

# What is wrong with a file, and what the reader is told of it.
BAD = {
    "{": "this is not a JSON file",
    "[]": "this is not a record of CNN Lab",
    '{"pages": {}}': "this is not a record of CNN Lab",
    '{"cnnlab-progress": 2}': 'version "2" of the record is not known',
    '{"cnnlab-progress": 1, "pagse": {}}': '"pagse" is no part of a record',
    '{"cnnlab-progress": 1, "pages": 3}': '"pages" should be a group',
    '{"cnnlab-progress": 1, "pages": {"a": "yes"}}': (
        '"a" in "pages" should be true or false and is "yes"'
    ),
}


def test_export_and_import_go_round(window, tmp_path):
    view = view_in(window)
    give(view, json.dumps(RECORD))
    told(view, "The marks of mine.json were added to yours.")
    with view.expect_download() as waiting:
        view.get_by_role("button", name="Export to a file").click()
    assert waiting.value.suggested_filename == "cnnlab-progress.json"
    file = tmp_path / "record.json"
    waiting.value.save_as(file)
    assert json.loads(file.read_text()) == RECORD
    view.get_by_role("button", name="Clear").click()
    assert summed(view).startswith(NOTHING)
    give(view, file.read_text(), "record.json")
    told(view, "The marks of record.json")
    assert "1 of 2 pages read, 1 of 3 questions" in summed(view)
    assert summed(view).endswith("cells of the ledger filled in: 1.")


def test_import_adds_and_takes_nothing_away(window):
    view = view_in(window)
    give(view, json.dumps(RECORD))
    told(view, "The marks of")
    later = {"cnnlab-progress": 1, "quizzes": {"01_quiz#2": False}}
    give(view, json.dumps(later | {"pages": {"01_quiz": True}}), "b.json")
    told(view, "The marks of b.json")
    assert summed(view).startswith("2 of 2 pages read, 1 of 3 questions")


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_is_named_and_loses_nothing(window, text):
    view = view_in(window)
    give(view, json.dumps(RECORD))
    told(view, "The marks of")
    give(view, text, "bad.json")
    said = told(view, "bad.json was not imported: ")
    assert BAD[text] in said
    assert said.endswith("Nothing was changed.")
    assert summed(view).startswith("1 of 2 pages read, 1 of 3 questions")


STORE = """async ([record, base]) => {
  const store = await import(base + "_progress.js");
  let heard = 0;
  const stop = store.subscribe(() => (heard += 1));
  store.restore(store.parse(JSON.stringify(record)));
  store.set("ledger", "vgg16/conv1/macs", true);
  stop();
  store.set("ledger", "vgg16/conv1/macs", undefined);
  const wrong = [];
  for (const area of ["quiz", "constructor"])
    try { store.get(area, "x"); } catch (e) { wrong.push(e.message); }
  return {
    heard,
    wrong,
    kept: store.kept(),
    nothing: store.get("pages", "toString") ?? null,
    record: JSON.parse(store.exported()),
    taken: store.clear().pages,
    left: store.all("pages"),
  };
}"""


@needs_node
def test_the_store_alone(tmp_path):
    """Node has no storage of a browser's kind: the record is in memory."""
    found = in_node(tmp_path, STORE, RECORD)
    known = "there is pages, quizzes, ledger"
    assert found == {
        "heard": 2,
        "wrong": [
            f'unknown area "quiz"; {known}',
            f'unknown area "constructor"; {known}',
        ],
        "kept": False,
        "nothing": None,
        "record": RECORD,
        "taken": {"conv": True},
        "left": {},
    }
