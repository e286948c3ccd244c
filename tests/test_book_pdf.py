"""The PDF of the book: links inside it, bookmarks, Korean, all titles."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "tools"))

import book_pdf  # noqa: E402
import project  # noqa: E402

pytest_plugins = ["tiny_book"]
pypdf = pytest.importorskip("pypdf")
PAGE = """\
<nav>left out</nav><article class="bd-article" role="main">
<h1 id="t">T<a class="headerlink" href="#t">#</a></h1>
<a href="b.html#x">1</a><a href='#t'>2</a><a href="#t">3</a>
<a href="b.html">4</a><a href="../_sources/a.md">5</a>
<a href="https://x.org/#y">6</a><img alt="a > b" src="../_images/p.png?v=1">
<svg><g id="g"/><use xlink:href="#g"/><path clip-path="url(#g)"/></svg>
<details class="hide"><label for="q">id="q"</label></details>
</article> left out
"""


def test_an_article_among_others():
    text = book_pdf.article("a", PAGE, ["a", "b"], Path("/site"))
    assert text.startswith('<section id="a" class="pdf-page"><article')
    assert "left out" not in text
    assert "headerlink" not in text
    for part in (
        '<h1 id="a--t">T</h1>',
        '<a href="#b--x">1</a>',
        '<a href="#a--t">3</a>',
        '<a href="#b">4</a><a >5</a>',
        '<a href="https://x.org/#y">6</a>',
        'alt="a > b" src="file:///site/_images/p.png"',
        '<g id="a--g"/><use xlink:href="#a--g"/>',
        'clip-path="url(#a--g)"',
        '<details class="hide" open><label for="a--q">id="q"</label>',
    ):
        assert part in text, part


def test_no_book_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="run `make book`"):
        book_pdf.document(tmp_path)


def test_the_contents_have_all_pages():
    found = re.findall(r'href="#([^"]+)"', book_pdf.contents())
    assert found == [page.stem for page in project.pages()]


def read(path: Path) -> tuple[pypdf.PdfReader, str]:
    """The PDF and its text; space is as it falls, so it is taken out."""
    reader = pypdf.PdfReader(path)
    text = "".join(page.extract_text() for page in reader.pages)
    return reader, "".join(text.split())


def bookmarks(outline: list) -> list[str]:
    found = []
    for entry in outline:
        nested = isinstance(entry, list)
        found += bookmarks(entry) if nested else [entry.title]
    return found


def destinations(reader: pypdf.PdfReader) -> set[str]:
    """Where links inside the PDF lead; `#` is left out."""
    links = [
        note.get_object()
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    return {
        str(link["/Dest"]).lstrip("/") for link in links if "/Dest" in link
    }


def test_printing(chromium, tmp_path):
    """A small page: its bookmarks, links and Korean letters."""
    text = (
        '<html lang="en"><h1>One</h1><p><a href="#two">커널 kernel</a></p>'
        '<h2 id="two" style="break-before: page">Two</h2></html>'
    )
    book_pdf.print_pdf(chromium, text, tmp_path / "x.pdf")
    reader, found = read(tmp_path / "x.pdf")
    assert len(reader.pages) == 2
    assert "커널kernel" in found
    assert bookmarks(reader.outline) == ["One", "Two"]
    assert destinations(reader) == {"two"}


@pytest.mark.site
def test_the_whole_book(chromium, tmp_path):
    """One test, because printing takes minutes."""
    book_pdf.need_korean()
    path = tmp_path / "book.pdf"
    book_pdf.print_pdf(chromium, book_pdf.document(SITE), path)
    reader, text = read(path)
    all_titles_are_there(reader, text)
    korean_terms_are_there(text)
    links_between_pages_stay_inside(reader)


def all_titles_are_there(reader: pypdf.PdfReader, text: str) -> None:
    marks = bookmarks(reader.outline)
    for page in project.pages():
        title = project.title(page)
        assert title in marks
        assert "".join(title.split()) in text


def korean_terms_are_there(text: str) -> None:
    page = (SITE / "book" / "94_glossary.html").read_text("utf-8")
    terms = set(re.findall(r"[가-힣]{2,}", page))
    assert len(terms) > 50
    assert {term for term in terms if term not in text} == set()


def links_between_pages_stay_inside(reader: pypdf.PdfReader) -> None:
    found = destinations(reader)
    pages = {page.stem for page in project.pages()}
    assert pages <= found
    assert {name.partition("--")[0] for name in found} == pages
