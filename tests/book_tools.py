"""A small book with the real directives, and what its tests ask of a page."""

import io
import sys
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[1] / "book"
sys.path.insert(0, str(BOOK / "_ext"))

CONF = """
project = "Tiny"
extensions = ["myst_nb", "lab_math", "quiz", "widget", "progress"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
html_math_renderer = "lab_math"
html_theme = "{theme}"
templates_path = ["{templates}"]
nb_execution_mode = "off"
html_context = {{"default_mode": "light"}}
"""

NOTEBOOK = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  name: python3
---

# {name}

"""

QUIZ = r"""
```{quiz}
- question: How many outputs has a kernel of $3$ on $7$ pixels, stride $2$?
  choices:
    - text: $\floor{(7 - 3) / 2} + 1 = 3$
      correct: true
      feedback: The window starts at pixels 0, 2 and **4**.
    - text: "`2`"
      feedback: Count the first position too.
- question: |
    What does this print?

    ```python
    print(7 // 2)
    ```
  choices:
    - text: "3.5"
      feedback: That is `7 / 2`.
    - text: "3"
      correct: true
      feedback: The division is floored.
    - text: three
      correct: true
      feedback: In words, yes.
```

```{quiz}
- question: A second quiz on the page
  choices:
    - {text: yes, feedback: Numbers go on., correct: true}
    - {text: no, feedback: They do not start again.}
```
"""

# One page a widget, named as the widget.
WIDGETS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((BOOK.parent / "tests" / "tiny_pages").glob("*.md"))
}

PAGES = {
    "01_quiz": QUIZ,
    **WIDGETS,
    "far": "Words.\n\n" * 120 + WIDGETS["conv"],
    "plain": "Words.",
}

BROKEN = {
    "quiz": QUIZ.replace("correct: true", "correct: false"),
    "unknown": "```{widget} convv\nStill.\n```\n",
    "empty": "```{widget} conv\n```\n",
    "list": "```{widget} conv\n:config: '[1]'\n\nStill.\n```\n",
    "progress": "```{progress}\n```\n",
}
PHONE = {"width": 390, "height": 844}
FIRST_LINE = NOTEBOOK.count("\n") + 1  # of what a page says


def build_book(
    folder: Path, pages: dict[str, str], theme: str = "sphinx_book_theme"
) -> tuple[Path, str]:
    """Build ``pages`` (name -> MyST); return the site and the warnings."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    source, site = folder / "source", folder / "site"
    source.mkdir()
    (source / "conf.py").write_text(
        CONF.format(theme=theme, templates=BOOK / "_templates")
    )
    listed = "\n".join(pages)
    (source / "index.md").write_text(
        f"# Tiny book\n\n```{{toctree}}\n{listed}\n```\n"
    )
    for name, text in pages.items():
        page = source / f"{name}.md"
        page.write_text(NOTEBOOK.format(name=name) + text)
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            source,
            site,
            folder / "doctrees",
            "html",
            status=None,
            warning=warnings,
        )
        app.build()
    return site, warnings.getvalue()


THIN_OUT = """() => {
  document.querySelectorAll(".katex-html").forEach(drawn => drawn.remove());
  const seen = {};
  for (const token of document.querySelectorAll(".highlight span[class]")) {
    const kind = [token.className, !!token.closest(".cell_output")];
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] > 3) token.replaceWith(...token.childNodes);
  }
  const parts = row => [...row.querySelectorAll("*")].map(
    part => [part.tagName, part.className, part.scope].join());
  for (const body of document.querySelectorAll("table.lab-results tbody")) {
    const rows = {};
    for (const row of [...body.rows]) {
      const kind = parts(row).join(";");
      rows[kind] = (rows[kind] || 0) + 1;
      if (rows[kind] > 3) row.remove();
    }
  }
}"""


def violations(page, selector: str) -> list[str]:
    """What axe-core finds wrong inside ``selector``, light, then dark.

    Of a formula it reads the MathML: the drawn form, thousands of elements in
    the colour of the text around, is hidden from assistive devices. Of the
    words of code it reads three of each colour, and of the rows of a table of
    results, which has hundreds, three of each make.
    """
    sync_axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate(THIN_OUT)
    found = []
    for mode, rules in (("light", None), ("dark", ["color-contrast"])):
        page.evaluate(f"document.documentElement.dataset.theme = '{mode}'")
        # Its preloading asks for imported style sheets at wrong addresses.
        options = {"resultTypes": ["violations"], "preload": False}
        if rules:
            options["runOnly"] = rules
        where = {"include": [[selector]]}
        axe = sync_axe.Axe().run(page, context=where, options=options)
        found += [
            f"{mode}: {rule['id']}: {node['html']} {node['failureSummary']}"
            for rule in axe.response["violations"]
            for node in rule["nodes"]
        ]
    return found


def scrolls_sideways(page) -> bool:
    root = "document.scrollingElement"
    return page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")


def text_of(page, selector: str) -> str:
    """What stands there, on one line."""
    return " ".join(page.locator(selector).inner_text().split())


def press(page, *keys: str) -> None:
    """One key after another."""
    for key in keys:
        page.keyboard.press(key)


def choose(page, name: str, value: str, place: int = 0) -> None:
    """Set the select called ``name``, the first or the ``place``-th."""
    box = page.get_by_role("combobox", name=name, exact=True).nth(place)
    box.select_option(value)


def choose_file(page, press_button, file) -> None:
    """Press what asks for a file, and give it ``file``."""
    with page.expect_file_chooser() as waiting:
        press_button()
    waiting.value.set_files(file)


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass
