"""Recorded numbers: from `book/results` into pages and notebooks."""

import sys
from pathlib import Path

import jupytext
import pytest

from cnnlab import page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import notebooks  # noqa: E402
import recorded  # noqa: E402

PAGE = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page

```{{code-cell}} ipython3
raise SystemExit("the generator runs recorded cells alone")
```

```{{code-cell}} ipython3
:tags: [recorded]
{code}
```

The best is {{glue:text}}`best`, now {{glue:text}}`live`.
"""


def cells(code):
    text = PAGE.format(code=code)
    return jupytext.reads(text, fmt="md:myst").cells


def test_only_the_tagged_cell_runs():
    code = "from cnnlab.page import glue\nglue(best=7)\nprint(1)"
    assert recorded.numbers("a.md", cells(code)) == {"best": "7"}


def test_a_cell_that_needs_another_one_is_named():
    with pytest.raises(KeyError, match=r"a\.md.*`recorded`.*'elsewhere'"):
        recorded.numbers("a.md", cells("print(elsewhere)"))


def test_glue_and_folder_are_as_before():
    before, here = page.glue, Path.cwd()
    recorded.numbers("a.md", cells("import os; assert os.listdir('results')"))
    assert page.glue is before
    assert Path.cwd() == here


def test_a_recorded_value_stands_in_the_notebook(tmp_path, monkeypatch):
    notebooks.project.config(), notebooks.project.version()  # both cached
    monkeypatch.setattr(notebooks.project, "ROOT", tmp_path)
    path = tmp_path / "a.md"
    code = "from cnnlab.page import glue\nglue(best=7)"
    path.write_text(PAGE.format(code=code))
    text = notebooks.build(path)
    assert "The best is 7, now *(printed by the cell above)*." in text


def test_a_record_that_is_there(monkeypatch):
    monkeypatch.chdir(ROOT / "book")
    found = page.recorded("mnist_mlp")
    assert len(found.seeds) >= 5


def test_without_its_record_a_notebook_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert page.recorded("mnist_mlp") is None
    said = capsys.readouterr().out
    assert "mnist_mlp.json is not beside this notebook" in said
