"""The glossary: each term once, with a sentence, linked from its first use."""

import io
import re
import sys
from pathlib import Path

import pytest
import site_pages
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
SITE = ROOT / "_build" / "html" / "book"
sys.path[:0] = [str(BOOK / "_ext"), str(ROOT / "tools")]

import project  # noqa: E402
import terms  # noqa: E402

ENTRY = """\
- en: kernel
  ko: 커널
  page: 03_use
  group: layers
  say: A kernel is a grid of weights.
"""
OTHER = ENTRY.replace("kernel", "filter").replace("커널", "필터")
# What is wrong with a file, and what the message must name.
DAMAGED = {
    "no full stop": (ENTRY.replace("weights.", "weights"), "full stop"),
    "three words": (ENTRY.replace("is a grid of ", ""), "4 words"),
    "no page": (ENTRY.replace("  page: 03_use\n", ""), "page"),
    "an unknown field": (ENTRY + "  see: filter\n", "see"),
    "an unknown group": (ENTRY.replace("layers", "layer"), "layer"),
    "English twice": (ENTRY + ENTRY.replace("커널", "필터"), "kernel"),
    "Korean twice": (ENTRY + OTHER.replace("필터", "커널"), "커널"),
    "one anchor": (ENTRY + OTHER.replace("en: filter", "en: Kernel"), "term"),
}


def missing(text: str) -> set[str]:
    """Korean words in parentheses that the glossary does not have."""
    return set(terms.KOREAN.findall(text)) - set(terms.by_korean(terms.load()))


@pytest.mark.parametrize(
    "page", sorted(BOOK.glob("*.md")), ids=lambda page: page.stem
)
def test_glossary_has_every_korean_word_of_the_book(page):
    assert missing(page.read_text("utf-8")) == set()


def test_a_missing_word_is_noticed():
    assert missing("a **kernel** (커널), a **cat** (고양이)") == {"고양이"}


def test_file_can_be_used():
    assert len(terms.load()) > 150


@pytest.mark.parametrize(
    ("text", "named"), DAMAGED.values(), ids=DAMAGED.keys()
)
def test_a_damaged_file_is_refused(text, named):
    assert len(terms.load(ENTRY + OTHER)) == 2
    with pytest.raises(terms.TermError, match=named):
        terms.load(text)


def test_one_word_alone_has_two_meanings():
    """The page warns of it."""
    known = terms.load()
    words = [word for term in known for word in term.words]
    assert {word for word in words if words.count(word) > 1} == {"정규화"}
    assert terms.by_korean(known)["정규화"].en == "normalization"
    assert "정규화 stands for both" in (BOOK / "94_glossary.md").read_text()


def test_page_of_every_term_is_one_of_the_book():
    topics = yaml.safe_load((BOOK / "topics.yml").read_text("utf-8"))
    planned = {page for topic in topics for page in topic["pages"]}
    written = {page.stem for page in project.pages()}
    assert {term.page for term in terms.load()} <= planned | written


def test_every_group_is_on_the_page_once():
    shown = re.findall(
        r"^```\{terms\} (\w+)$", (BOOK / "94_glossary.md").read_text(), re.M
    )
    assert shown == list(terms.GROUPS)
    assert {term.group for term in terms.load()} == set(terms.GROUPS)


@pytest.mark.parametrize(
    ("word", "letter"),
    [("가중치", "ㄱ"), ("까치", "ㄱ"), ("합성곱", "ㅎ"), ("1차원", "0–9")],
)
def test_letter_of_a_word(word, letter):
    assert terms.initial(word) == letter


# ---- A small book, built for real ------------------------------------------

CONF = """
extensions = ["myst_nb", "quiz", "widget", "terms"]
myst_enable_extensions = ["dollarmath"]
html_theme = "basic"
nb_execution_mode = "off"
nitpicky = True
"""
GLOSSARY = "# Glossary\n\n" + "".join(
    f"## {group}\n\n```{{terms}} {group}\n```\n\n" for group in terms.GROUPS
)
GLOSSARY += "## Korean\n\n```{korean-terms}\n```\n"
USE = """\
# A heading (합성곱)

Code is no prose: `kernel (커널)`.

    kernel (커널)

```{quiz}
- question: A kernel (커널)
  choices:
    - {text: yes, feedback: A kernel (커널)., correct: true}
    - {text: no, feedback: A filter (필터).}
```

```{widget} conv
A kernel (커널).
```

A **kernel** (커널) and a *filter (필터)*, and a cat (고양이).
Again a kernel (커널).

```{figure} a.svg
:alt: Nothing.

A stride (스트라이드) of $2$.
```

```{figure} a.svg
:alt: Nothing.

A padding (패딩) of two.
```

| layer | name |
|---|---|
| pooling (최대 풀링) | [stride (스트라이드)](https://a.example) |
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """The built book; it must have no warnings."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    folder = tmp_path_factory.mktemp("terms")
    pages = {"94_glossary": GLOSSARY, "03_convolution": USE}
    listed = "\n".join(pages)
    (folder / "conf.py").write_text(CONF)
    (folder / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "index.md").write_text(
        f"# Book\n\n```{{toctree}}\n{listed}\n```"
    )
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        options = {"status": None, "warning": warnings}
        out = folder / "out"
        app = Sphinx(folder, folder, out, out / "trees", "html", **options)
        app.build()
    assert warnings.getvalue() == ""
    return out


def links_to_terms(page: Path) -> list:
    return site_pages.soup(page).select('a[href*="94_glossary.html#term-"]')


def test_first_uses_are_linked_and_nothing_else(tiny):
    found = links_to_terms(tiny / "03_convolution.html")
    words = ["커널", "필터", "패딩", "최대 풀링"]
    assert [link.text for link in found] == words
    for link in found:
        assert link.find_parent(["h1", "code", "pre", "fieldset"]) is None
        assert link.find_parent(class_="lab-widget") is None
    kernel = found[0]
    assert kernel["href"] == "94_glossary.html#term-kernel"
    said = {term.en: term.say for term in terms.load()}
    assert kernel["title"] == said["kernel"]
    assert kernel.span["lang"] == "ko"
    before, after = kernel.previous_sibling, kernel.next_sibling
    assert (before[-1], after[0]) == ("(", ")")
    assert found[3]["href"].endswith("#term-max-pooling")


def test_glossary_page_has_every_anchor_and_no_dead_link(tiny):
    text = (tiny / "94_glossary.html").read_text("utf-8")
    soup = BeautifulSoup(text, "html.parser")
    ids = [tag["id"] for tag in soup.select("dt[id]")]
    assert sorted(ids) == sorted(term.anchor for term in terms.load())
    korean = soup.select('a[href^="#term-"]')
    assert len(korean) == len(terms.by_korean(terms.load()))
    assert {link["href"][1:] for link in korean} <= set(ids)


def test_a_page_that_is_not_written_is_no_link(tiny):
    text = (tiny / "94_glossary.html").read_text("utf-8")
    soup = BeautifulSoup(text, "html.parser")
    entry = soup.find(id="term-kernel").find_next("dd")
    assert entry.find("a")["href"] == "03_convolution.html"
    entry = soup.find(id="term-max-pooling").find_next("dd")
    assert entry.find("a") is None


# ---- The whole book ---------------------------------------------------------


@pytest.mark.site
@pytest.mark.parametrize(
    "name", [page.stem for page in project.pages() if page.stem[0] != "9"]
)
def test_links_of_a_built_page_arrive(name):
    glossary = site_pages.soup(SITE / "94_glossary.html")
    ids = {tag["id"] for tag in glossary("dt", id=True)}
    links = links_to_terms(SITE / f"{name}.html")
    assert {link["href"].partition("#")[2] for link in links} <= ids
    prose = [
        p for p in site_pages.soup(SITE / f"{name}.html")("p")
        if not (p.find_parent("figcaption") and p.select(".katex"))
    ]  # fmt: skip
    said = {w for p in prose for w in terms.KOREAN.findall(p.text)}
    assert said <= {link.text for link in links}
