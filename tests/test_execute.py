"""Pages run side by side, and Sphinx finds them in its cache."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

pytest.importorskip("jupyter_cache")

import execute  # noqa: E402
from jupyter_cache import get_cache  # noqa: E402
from myst_nb.core.read import read_myst_markdown_notebook  # noqa: E402

PAGE = """---
kernelspec:
  display_name: Python 3
  name: python3
---

# A page

```{code-cell} ipython3
CODE
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Three pages, one of them wrong, after a first run."""
    folder = tmp_path_factory.mktemp("book")
    codes = {
        "a": "import os; print(os.getcwd())",
        "b": "print(6 * 7)",
        "broken": "1 / 0",
    }
    pages = []
    for name, code in codes.items():
        pages.append(folder / f"{name}.md")
        pages[-1].write_text(PAGE.replace("CODE", code))
    assert execute.execute(pages, folder / "cache") == len(pages)
    return pages, folder / "cache"


def test_outputs_are_where_myst_nb_looks(book):
    pages, cache = book
    for page, output in zip(
        pages, (str(page_folder(book)), "42"), strict=False
    ):
        notebook = read_myst_markdown_notebook(page.read_text(), path=page)
        _, found = get_cache(str(cache)).merge_match_into_notebook(notebook)
        assert found.cells[1].outputs[0].text.strip() == output


def page_folder(book) -> Path:
    return Path(os.path.realpath(book[0][0].parent))


def test_a_page_that_failed_is_left_to_sphinx(book):
    pages, cache = book
    notebook = read_myst_markdown_notebook(pages[2].read_text(), path=pages[2])
    with pytest.raises(KeyError):
        get_cache(str(cache)).merge_match_into_notebook(notebook)


def test_what_has_run_is_not_run_again(book):
    pages, cache = book
    assert execute.execute(pages[:2], cache) == 0
    pages[1].write_text(PAGE.replace("CODE", "print(6 * 8)"))
    assert execute.execute(pages[:2], cache) == 1


def test_times_are_reported(book):
    pages, cache = book
    times = execute.seconds(pages, cache)
    assert set(times) == {"a", "b"}
    assert all(0 < time < 60 for time in times.values())
    slow = execute.report({"a": 12.3, "b": 61.0})
    assert "12.3 s" in slow
    assert slow.count("more than a page may take") == 1
    assert "all pages" in slow
    assert "73.3 s" in slow
