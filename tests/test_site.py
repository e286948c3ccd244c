"""The built book in a real browser: ``make test-site``."""

import gzip
import html
import json
import re
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

import nbformat
import pytest
from book_tools import QuietHandler, scrolls_sideways, violations
from exercise_helpers import FOLDERS, folders, secret_lines

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

pytest_plugins = ["tiny_book"]
pytestmark = pytest.mark.site
PAGES = [
    p.relative_to(ROOT).with_suffix("").as_posix() for p in project.pages()
]
NOTEBOOKS = [
    p.relative_to(ROOT).with_suffix("").as_posix()
    for p in project.pages() if project.is_notebook(p)
]  # fmt: skip
MODES = ("light", "dark")
ALL_BYTES = 350_000  # gzip, before scrolling; see DESIGN of the house
ALL_REQUESTS = 40


@pytest.fixture(scope="session")
def site():
    assert (SITE / "index.html").exists(), "build the book first: make book"
    handler = partial(QuietHandler, directory=str(SITE))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Visit:
    """One page in one window, with all that it asked for and said."""

    def __init__(self, chromium, address: str, path: str, **options):
        self.context = chromium.new_context(reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.complaints, self.responses = [], []
        self.page.on("console", self.heard)
        self.page.on(
            "pageerror", lambda error: self.complaints.append(str(error))
        )
        self.page.on("response", self.answered)
        self.page.on(
            "requestfailed",
            lambda request: self.complaints.append(f"failed {request.url}"),
        )
        self.page.goto(address + path, wait_until="networkidle")

    def heard(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def answered(self, response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")
        if urlparse(response.url).hostname not in ("127.0.0.1", None):
            self.complaints.append(f"third party: {response.url}")

    def scroll_through(self) -> None:
        """To the end and back, so that what loads late is loaded."""
        self.page.evaluate(
            """async () => {
              const step = innerHeight / 2;
              for (let y = 0; y < document.body.scrollHeight; y += step) {
                scrollTo(0, y);
                await new Promise(done => setTimeout(done, 40));
              }
              scrollTo(0, 0);
            }"""
        )
        self.page.wait_for_load_state("networkidle")

    def gzip_bytes(self) -> int:
        total = 0
        for response in self.responses:
            if response.status == 200:
                body = response.body()
                packed = body if _packed(response.url) else gzip.compress(body)
                total += len(packed)
        return total


def _packed(url: str) -> bool:
    return url.split("?")[0].endswith((".woff2", ".png", ".webp", ".jpg"))


@pytest.fixture
def visit(chromium, site):
    visits = []

    def opener(path: str, **options) -> Visit:
        visits.append(Visit(chromium, site, path, **options))
        return visits[-1]

    yield opener
    for one in visits:
        one.context.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_to_complain_about(visit, name, mode):
    """No console error, no failed and no third-party request."""
    seen = visit(f"{name}.html", color_scheme=mode)
    theme = seen.page.evaluate("document.documentElement.dataset.theme")
    assert theme == mode
    seen.scroll_through()
    assert seen.complaints == []


@pytest.mark.parametrize("name", ["search", "genindex"])
def test_pages_that_sphinx_makes(visit, name):
    assert visit(f"{name}.html").complaints == []


def test_search_finds_a_page(visit):
    seen = visit("search.html?q=dilation")
    seen.page.wait_for_selector("#search-results li")
    results = seen.page.inner_text("#search-results")
    assert "Convolution" in results


@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scroll_on_a_phone(visit, name):
    seen = visit(f"{name}.html", viewport={"width": 390, "height": 844})
    seen.scroll_through()
    assert not scrolls_sideways(seen.page)


@pytest.mark.parametrize("name", PAGES)
def test_weight_of_a_page(visit, name, capsys):
    seen = visit(f"{name}.html", viewport={"width": 1280, "height": 800})
    weight, requests = seen.gzip_bytes(), len(seen.responses)
    with capsys.disabled():
        print(f"\n{name}: {weight / 1000:.0f} KB gzip, {requests} requests")
    assert weight <= ALL_BYTES
    assert requests <= ALL_REQUESTS


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_the_article(visit, name):
    """In both modes: `violations` looks at one after the other."""
    seen = visit(f"{name}.html")
    seen.scroll_through()
    assert violations(seen.page, "article.bd-article") == []


def source_of(name: str) -> str:
    return (ROOT / f"{name}.md").read_text()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_formulas_are_rendered(visit, name):
    seen = visit(f"{name}.html")
    blocks = seen.page.locator(".lab-math-block .katex-display").count()
    marks = len(re.findall(r"^\$\$", source_of(name), re.MULTILINE))
    assert blocks == marks // 2
    text = seen.page.inner_text("article.bd-article")
    assert "$" not in re.sub(r"\$CNNLAB_DATA", "", text)
    assert "katex-error" not in seen.page.content()
    height = seen.page.locator(".lab-math-block").first.bounding_box()
    assert height["height"] > 20


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_broken_number_in_prose(visit, name):
    """Every glued number arrived."""
    text = visit(f"{name}.html").page.inner_text("article.bd-article")
    assert "glue:" not in text
    assert "printed by the cell above" not in text


def test_worked_patch_is_in_the_prose(visit):
    page = visit("book/03_convolution.html").page
    assert "The sum is 261." in page.inner_text("article.bd-article")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_buttons_lead_where_they_say(visit, name):
    page = visit(f"{name}.html").page
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


@pytest.mark.parametrize("name", NOTEBOOKS)
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


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_has_words(visit, name):
    """A drawing without alternative text is silent for some readers."""
    page = visit(f"{name}.html").page
    silent = page.evaluate(
        """[...document.querySelectorAll('.lab-svg > svg, article img')]
           .filter(x => !(x.getAttribute('aria-label') || x.alt))
           .map(x => x.outerHTML.slice(0, 200))"""
    )
    assert silent == []


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
    secrets = [
        line
        for folder in FOLDERS
        for line in secret_lines(folders.load(folder).notebook)
        if line not in known
    ]
    assert len(secrets) >= len(FOLDERS)
    texts = [*SITE.rglob("*"), *(ROOT / "book").glob("*.ipynb")]
    for path in texts:
        if path.suffix in {".html", ".md", ".ipynb", ".js", ".txt"}:
            text = html.unescape(path.read_text(errors="ignore"))
            text = re.sub(r"</?span[^>]*>", "", text)
            for secret in (*secrets, "BEGIN SOLUTION", "HIDDEN TESTS"):
                assert secret not in text, path
                assert json.dumps(secret)[1:-1] not in text, path
