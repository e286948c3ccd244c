"""The card of an exercise on its page, and the answers that may follow it."""

import ast
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import FOLDERS, ROOT, folders
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

sys.path.insert(0, str(ROOT / "book" / "_ext"))

import exercise_card  # noqa: E402


def built(folder: Path) -> str:
    """A page with a card, built as Sphinx builds it."""
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text("extensions = ['exercise_card']\n")
    page = "Page\n====\n\n.. exercise-card:: 03_conv2d\n"
    (folder / "index.rst").write_text(page)
    out = folder / "out"
    with docutils_namespace():  # one test builds more than once
        app = Sphinx(
            str(folder), str(folder), str(out), str(out), "html",
            status=None, warningiserror=True,
        )  # fmt: skip
        app.build()
    return (out / "index.html").read_text()


def test_answers_are_off_unless_asked_for(tmp_path, monkeypatch):
    monkeypatch.delenv("CNNLAB_ANSWERS", raising=False)
    without = built(tmp_path / "book")
    assert "lab-card" in without
    assert "lab-answers" not in without
    monkeypatch.setenv("CNNLAB_ANSWERS", "1")
    with_answers = built(tmp_path / "book")
    assert '<details class="lab-answers"><summary>' in with_answers
    assert "def" in with_answers.partition("lab-answers")[2]
    monkeypatch.setenv("CNNLAB_ANSWERS", "0")
    assert "lab-answers" not in built(tmp_path / "book")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_answers_are_whole_programs(folder):
    code = exercise_card.answers(folder.name)
    names = [
        node.name
        for text in code
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    assert names == folders.answer_names(folders.load(folder).notebook)
    assert not any("SOLUTION" in text for text in code)


def test_an_unknown_exercise_is_named():
    with pytest.raises(ValueError, match="no exercise '99_none'.*03_conv2d"):
        exercise_card.settings("99_none")
