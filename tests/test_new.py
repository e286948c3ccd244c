"""A new exercise or page is right from its first minute."""

import shutil
import sys
from pathlib import Path

import jupytext
import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import ROOT, folders, learner_notebook, runs

sys.path.insert(0, str(ROOT / "tools"))

import new  # noqa: E402
import plain  # noqa: E402
import typed_numbers  # noqa: E402


@pytest.fixture
def root(tmp_path):
    (tmp_path / "book").mkdir()
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


@pytest.fixture
def exercise(root):
    new.new_exercise("19_video", root)
    return folders.load(root / "exercises" / "19_video")


def test_the_exercise_keeps_the_contract_as_far_as_it_goes(exercise):
    assert (
        exercise.grade_ids
        == ["video-mean"]
        == list(exercise.settings["cells"])
    )
    solved = runs.run_notebook(exercise.notebook)
    assert solved == {"video-mean": None}
    stub = runs.run_notebook(learner_notebook(exercise.notebook))
    assert isinstance(stub["video-mean"], NotImplementedError)
    caught = runs.run_mutants(exercise)
    assert len(caught) == 2
    assert [c.problem for c in caught] == ["", ""]


def test_the_page_is_in_its_place_and_computes(root):
    new.new_page("12_video", root)
    lines = [line.strip() for line in (root / "_toc.yml").open()]
    place = lines.index("- file: book/12_video")
    assert lines[place - 1] == "- file: book/12_normalization"
    path = root / "book" / "12_video.md"
    text = path.read_text("utf-8")
    assert typed_numbers.find("12_video", text) == []
    cells = jupytext.read(path).cells
    page = plain.Page(path)
    for cell in cells:
        if cell.cell_type == "markdown":
            page.plain(cell.source)
    code = [c.source for c in cells if c.cell_type == "code"]
    exec("\n".join(code), {})


@pytest.mark.parametrize("make", [new.new_exercise, new.new_page])
def test_what_exists_stays(root, make):
    make("19_video", root)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    with pytest.raises(new.NewError, match=r"19_video.* exists"):
        make("19_video", root)
    assert before == {p: p.read_bytes() for p in before}


@pytest.mark.parametrize(
    "name", ["video", "19-video", "9_video", "19_Video", ""]
)
def test_a_name_that_does_not_fit_is_refused(root, name):
    before = list(root.rglob("*"))
    for make in (new.new_exercise, new.new_page):
        with pytest.raises(new.NewError, match="such as NAME=19_video"):
            make(name, root)
    assert list(root.rglob("*")) == before


def test_the_command_says_what_is_missing(capsys):
    assert new.main([]) == 2
    assert "NAME=19_video" in capsys.readouterr().out
    assert new.main(["page", "x"]) == 2


def test_templates_are_all_used():
    names = {p.name for p in Path(new.TEMPLATES).rglob("*.*")}
    assert {"THEME.py", "exercise.toml", "page.md"} <= names
