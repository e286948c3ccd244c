"""The notebook generator: current, deterministic, no markup left."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import notebooks  # noqa: E402
import plain  # noqa: E402
import project  # noqa: E402

PAGES = [p for p in project.pages() if project.is_notebook(p)]
HEADER = """\
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

"""


@pytest.fixture
def page(tmp_path):
    def make(text: str) -> plain.Page:
        path = tmp_path / "page.md"
        path.write_text(HEADER + text)
        return plain.Page(path)

    return make


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_notebook_is_current(path):
    committed = path.with_suffix(".ipynb").read_text()
    assert committed == notebooks.build(path), "run `make notebooks`"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_no_markup_of_the_book_survives(path):
    notebook = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(
                r"\{[a-z:]+\}`|^`{3,}\{|^\(.*\)=$", cell.source, re.M
            )
        else:
            assert cell.outputs == []
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_first_code_cell_installs_the_pinned_package(path):
    notebook = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    first = next(c for c in notebook.cells if c.cell_type == "code")
    assert f"@v{project.version()}" in first.source
    assert project.repository()[0] in first.source


def test_address_stands_in_one_place():
    """Everything else takes the repository's address from _config.yml."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True
    )
    address = re.sub(r"^https?://", "", project.repository()[0])
    holders = {
        name for name in listed.split()
        if not name.endswith((".ipynb", ".png")) and (ROOT / name).is_file()
        and address in (ROOT / name).read_text(errors="ignore")
    }  # fmt: skip
    assert holders == {"_config.yml"}


def test_unknown_directive_is_an_error(page):
    with pytest.raises(plain.PlainError, match="directive {fancy}"):
        page("").plain("```{fancy}\nx\n```")


def test_unknown_role_is_an_error(page):
    with pytest.raises(plain.PlainError, match="fancy"):
        page("").plain("See {fancy}`x`.")


def test_a_macro_of_the_book_is_an_error(page):
    with pytest.raises(plain.PlainError, match="floor"):
        page("").plain(r"So $\floor{x}$.")


def test_figure_without_alt_is_an_error(page):
    with pytest.raises(plain.PlainError, match="no :alt:"):
        page("").plain("```{figure} figures/x.svg\ncaption\n```")


def test_admonition_with_code_and_inner_directive(page):
    text = "````{note}\nBefore.\n\n```{tip}\nInner.\n```\n````"
    got = page("").plain(text)
    assert got.splitlines()[0] == "> **Note**"
    assert "> > **Tip**" in got
    assert "> > Inner." in got


def test_equations_are_numbered(page):
    text = "$$\na\n$$ (eq-a)\n\nSee {eq}`eq-b`.\n\n$$\nb\n$$ (eq-b)"
    got = page(text).plain(text)
    assert r"\tag{1}" in got
    assert r"\tag{2}" in got
    assert "See (2)." in got


def test_live_number_becomes_words_and_recorded_number_its_value(page):
    text = "It is {glue:text}`best:.2f`."
    assert page("").plain(text) == f"It is {plain.LIVE}."
    recorded = page("")
    recorded.recorded = {"best": "99.2"}
    assert recorded.plain(text) == "It is 99.2."


def test_citations_are_written_out(page):
    here = page("")
    assert "[LeCun et al., 1998]" in here.plain("so {cite}`lecun1998`.")
    listed = here.plain("```{bibliography}\n```")
    assert "document recognition" in listed


def test_generator_stops_on_a_bad_page(monkeypatch, tmp_path, capsys):
    path = tmp_path / "bad.md"
    path.write_text(HEADER + "# Bad\n\n```{fancy}\n```\n")
    monkeypatch.setattr(project, "ROOT", tmp_path)
    monkeypatch.setattr(project, "pages", lambda: [path])
    monkeypatch.setattr(sys, "argv", ["notebooks.py"])
    assert notebooks.main() == 1
    assert "fancy" in capsys.readouterr().err
    assert not path.with_suffix(".ipynb").exists()


def test_check_names_a_stale_notebook(monkeypatch, capsys):
    stale = PAGES[0].with_suffix(".ipynb")
    real = Path.read_text

    def older(self, *args, **kwargs):
        text = real(self, *args, **kwargs)
        if self == stale:
            cells = json.loads(text)
            cells["cells"][0]["source"] = ["older"]
            return json.dumps(cells)
        return text

    monkeypatch.setattr(Path, "read_text", older)
    monkeypatch.setattr(sys, "argv", ["notebooks.py", "--check"])
    assert notebooks.main() == 1
    assert stale.name in capsys.readouterr().out
