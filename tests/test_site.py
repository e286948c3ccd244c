"""The built book in a real browser: ``make test-site``."""

import html
import json
import re
import sys
from pathlib import Path

import nbformat
import pytest
from book_tools import scrolls_sideways, violations
from exercise_helpers import FOLDERS, folders, secret_lines

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

pytest_plugins = ["tiny_book", "site_visit"]
pytestmark = pytest.mark.site
PAGES = [
    p.relative_to(ROOT).with_suffix("").as_posix() for p in project.pages()
]
NOTEBOOKS = [
    p.relative_to(ROOT).with_suffix("").as_posix()
    for p in project.pages() if project.is_notebook(p)
]  # fmt: skip
# Chapters have one, see `test_pages.py`; in the back matter few do.
WITH_QUIZ = [
    n for n in NOTEBOOKS if "{quiz}" in (ROOT / f"{n}.md").read_text()
]
# Bytes of gzip: until a page has loaded, and what scrolling adds.
FIRST_BYTES = 350_000
FIRST_REQUESTS = 30
LATER_BYTES = 600_000


def read_through(visit, name, mode, **options):
    """A visit from top to end: no console error, no failed and no
    third-party request."""
    seen = visit(f"{name}.html", color_scheme=mode, **options)
    # The theme's script sets it some time after the page has loaded.
    seen.page.wait_for_function(
        f"document.documentElement.dataset.theme == '{mode}'"
    )
    seen.scroll_through()
    assert seen.complaints == []
    return seen


@pytest.mark.parametrize("name", ["search", "genindex"])
def test_pages_that_sphinx_makes(visit, name):
    assert visit(f"{name}.html").complaints == []


def test_search_finds_a_page(visit):
    seen = visit("search.html?q=dilation")
    seen.page.wait_for_selector("#search-results li")
    results = seen.page.inner_text("#search-results")
    assert "Convolution" in results


def test_a_page_sends_words_to_the_search(visit):
    seen = visit("book/03_convolution.html")
    asked = {Path(r.url).name.split("?")[0] for r in seen.responses}
    assert not asked & {"searchindex.js", "searchtools.js"}
    seen.page.evaluate(
        """() => {
          const form = document.querySelector("form.bd-search");
          form.querySelector("input[name=q]").value = "dilation";
          form.submit();
        }"""
    )
    seen.page.wait_for_url("**/search.html?q=dilation")
    seen.page.wait_for_selector("#search-results li")


@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scroll_on_a_phone(visit, name):
    phone = {"width": 390, "height": 844}
    seen = read_through(visit, name, "dark", viewport=phone)
    assert not scrolls_sideways(seen.page)


@pytest.mark.parametrize("name", PAGES)
def test_weight_of_a_page(visit, name, capsys):
    seen = visit(f"{name}.html", viewport={"width": 1280, "height": 800})
    first, requests = seen.gzip_bytes(), len(seen.responses)
    seen.scroll_through()
    later = seen.gzip_bytes() - first
    with capsys.disabled():
        print(
            f"\n{name}: {first / 1000:.0f} KB gzip, {requests} requests; "
            f"scrolling adds {later / 1000:.0f} KB"
        )
    assert first <= FIRST_BYTES
    assert requests <= FIRST_REQUESTS
    assert later <= LATER_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_the_article(visit, name):
    """In both modes: `violations` looks at one after the other."""
    seen = read_through(visit, name, "light")
    assert violations(seen.page, "article.bd-article") == []


def source_of(name: str) -> str:
    return (ROOT / f"{name}.md").read_text()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_article(visit, name):
    """Formulas, numbers, links and figures; one visit for all of them."""
    page = visit(f"{name}.html").page
    text = page.inner_text("article.bd-article")
    if "$$" in source_of(name):  # a page of the back matter may have none
        formulas_are_rendered(page, text, name)
    # Every glued number arrived.
    assert "glue:" not in text
    assert "printed by the cell above" not in text
    buttons_lead_where_they_say(page, name)
    figures_have_words(page)


def formulas_are_rendered(page, text: str, name: str) -> None:
    blocks = page.locator(".lab-math-block .katex-display").count()
    marks = len(re.findall(r"^\$\$", source_of(name), re.MULTILINE))
    assert blocks == marks // 2
    assert "$" not in re.sub(r"\$CNNLAB_DATA", "", text)
    assert "katex-error" not in page.content()
    height = page.locator(".lab-math-block").first.bounding_box()
    assert height["height"] > 20


def buttons_lead_where_they_say(page, name: str) -> None:
    links = page.evaluate(
        "[...document.querySelectorAll('.article-header-buttons a')]"
        ".map(a => a.href)"
    )
    assert project.colab_link(f"{name}.ipynb") in links
    url, _ = project.repository()
    assert any(link.startswith(url) for link in links)
    downloads = [link for link in links if "_sources" in link]
    kinds = {link.rsplit(".", 1)[-1] for link in downloads}
    assert "ipynb" in kinds
    for link in downloads:
        assert page.request.get(link).ok, link


def figures_have_words(page) -> None:
    """A drawing without alternative text is silent for some readers."""
    silent = page.evaluate(
        """[...document.querySelectorAll('.lab-svg > svg, article img')]
           .filter(x => !(x.getAttribute('aria-label') || x.alt))
           .map(x => x.outerHTML.slice(0, 200))"""
    )
    assert silent == []


def test_worked_patch_is_in_the_prose(visit):
    page = visit("book/03_convolution.html").page
    assert "The sum is 261." in page.inner_text("article.bd-article")


@pytest.mark.parametrize("name", WITH_QUIZ)
def test_quiz_by_keyboard(visit, name):
    """Tab to each question, choose with the space bar, read the answer."""
    seen = visit(f"{name}.html")
    questions = seen.page.locator(".lab-quiz fieldset")
    assert questions.count() >= 3
    for number in range(questions.count()):
        question = questions.nth(number)
        question.locator("input").first.focus()
        seen.page.keyboard.press("Space")
        seen.page.keyboard.press("ArrowDown")
        chosen = question.locator("input:checked")
        assert chosen.count() == 1
        shown = question.locator("[aria-live]").all_inner_texts()
        assert len([text for text in shown if text.strip()]) == 1
    assert seen.complaints == []


def test_exercise_of_a_page_can_be_downloaded(visit):
    page = visit("book/03_convolution.html").page
    link = page.get_by_role("link", name="Download the notebook")
    with page.expect_download() as waiting:
        link.click()
    notebook = nbformat.read(waiting.value.path(), as_version=4)
    assert "raise NotImplementedError" in str(notebook.cells)


def test_no_solution_or_hidden_test_in_the_site():
    """Answers are off in the public build; hidden tests are in no build."""
    public = [*(ROOT / "cnnlab").rglob("*.py"), *(ROOT / "book").glob("*.md")]
    known = "\n".join(path.read_text("utf-8") for path in public)
    secrets = {
        line
        for folder in FOLDERS
        for line in secret_lines(folders.load(folder).notebook)
        if line not in known
    }
    assert len(secrets) >= len(FOLDERS)
    secrets |= {json.dumps(secret)[1:-1] for secret in secrets}
    secrets |= {"BEGIN SOLUTION", "HIDDEN TESTS"}
    texts = [*SITE.rglob("*"), *(ROOT / "book").glob("*.ipynb")]
    for path in texts:
        if path.suffix in {".html", ".md", ".ipynb", ".js", ".txt"}:
            text = html.unescape(path.read_text(errors="ignore"))
            text = re.sub(r"</?span[^>]*>", "", text)
            for secret in secrets:
                assert secret not in text, path
