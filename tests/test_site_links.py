"""The whole built site, read as files: links, pictures, headings."""

import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from site_pages import SITE, soup

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

PAGES = [
    p.relative_to(ROOT).with_suffix(".html").as_posix()
    for p in project.pages()
]
ALL = [*PAGES, "index.html", "genindex.html", "search.html"]
LEAST_WORDS = 3  # of an alternative text that says what to see


@cache
def anchors(path: Path) -> frozenset[str]:
    found = {tag["id"] for tag in soup(path).find_all(id=True)}
    return frozenset(found | {""})


def broken_links(page: Path) -> list[str]:
    """Addresses inside the site that lead nowhere."""
    broken = []
    for tag in soup(page).find_all(["a", "img", "script", "link"]):
        address = tag.get("href") or tag.get("src") or ""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
            continue
        target = page
        if parts.path:
            target = (page.parent / unquote(parts.path)).resolve()
        is_page = target.suffix == ".html" and target.is_file()
        known = anchors(target) if is_page else [parts.fragment]
        if not target.is_file() or unquote(parts.fragment) not in known:
            broken.append(address)
    return broken


def silent_pictures(page: Path) -> list[str]:
    """Pictures of the article that do not say what is to be seen."""
    article = soup(page).find("article")
    found = article.find_all("img") if article else []
    return [
        str(tag)[:120]
        for tag in found
        if len(tag.get("alt", "").split()) < LEAST_WORDS
    ]


def steps_too_large(page: Path) -> list[str]:
    """Headings that come more than one level below the one before."""
    article = soup(page).find("article")
    wrong, before = [], 0
    for tag in article.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        level = int(tag.name[1])
        if level > before + 1:
            wrong.append(tag.get_text(strip=True))
        before = level
    return wrong


@pytest.mark.site
@pytest.mark.parametrize("name", ALL)
def test_no_link_leads_nowhere(name):
    assert broken_links(SITE / name) == []


@pytest.mark.site
@pytest.mark.parametrize("name", PAGES)
def test_every_picture_says_what_to_see(name):
    assert silent_pictures(SITE / name) == []


@pytest.mark.site
@pytest.mark.parametrize("name", PAGES)
def test_headings_are_in_order(name):
    page = SITE / name
    assert steps_too_large(page) == []
    assert len(soup(page).find("article").find_all("h1")) == 1


def test_each_of_them_is_found(tmp_path):
    page = tmp_path / "page.html"
    (tmp_path / "other.html").write_text("<p id='here'></p>")
    page.write_text(
        """<a href="other.html#here"></a> <a href="other.html#gone"></a>
        <a href="gone.html"></a> <a href="#gone"></a> <a href="#"></a>
        <a href="https://example.org/gone"></a> <script src="a.js"></script>
        <article><h1>A</h1><h3>B</h3><h2>C</h2><h3>D</h3>
        <img src="other.html" alt="A cat on a chair">
        <img src="other.html" alt="figure"><img src="other.html"></article>"""
    )
    gone = ["other.html#gone", "gone.html", "#gone", "a.js"]
    assert broken_links(page) == gone
    assert len(silent_pictures(page)) == 2
    assert steps_too_large(page) == ["B"]
