"""The offline edition, unpacked and opened from ``file://``."""

import re
import sys
import zipfile
from pathlib import Path

import book_tools
import pytest
from book_tools import choose, choose_file, text_of
from widget import widget_names

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import offline  # noqa: E402
import offline_bundle  # noqa: E402
import project  # noqa: E402

pytest_plugins = ["tiny_book"]

SITE = ROOT / "_build" / "html"
MODULE = """\
// import is a word, too
import {
  a,
  b as c,
} from "./_a.js";
import * as all from "../other.js";
import "./_quiet.js";
export const one = a + c;
export async function two() {
  return import(`./${all.x}.js`);
}
export class Three {}
const four = new URL("./data/x.json", import.meta.url);
export { four, four as five };
export { six } from "./_six.js";
"""


def test_a_module_as_a_function():
    body, parts = offline_bundle.as_function("s/w/m.js", MODULE)
    assert parts == [
        "s/w/_a.js", "s/other.js", "s/w/_quiet.js", "s/w/_six.js"
    ]  # fmt: skip
    assert 'b: c,\n} = labTake("s/w/_a.js");' in body
    assert 'const all = labTake("s/other.js");\nlabTake(' in body
    assert "return labLoad(`./${all.x}.js`);" in body
    assert 'new URL("./data/x.json", labHere)' in body
    assert "import is a word" in body
    assert body.splitlines()[-1] == (
        "return { one: one, two: two, Three: Three, four: four, five: four, "
        'six: labTake("s/w/_six.js").six };'
    )


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        "export default 3;",
        "export let x = 1;",
        "export const { a } = b;",
        "const x = import.meta.env;",
        "  const y = import.meta;",
    ],
)
def test_what_is_not_understood_is_an_error(line):
    with pytest.raises(
        ValueError, match=re.escape(f"m.js: cannot put `{line.strip()}")
    ):
        offline_bundle.as_function("m.js", f"const z = 1;\n{line}\n")


def test_modules_of_a_page_become_one_script():
    page = (
        '<head><script type="module" src="../_static/a/b.js?v=1"></script>\n'
        '<script type="module" src="../_static/c.js"></script>\n</head>'
    )
    text, entries = offline.classic("book/x.html", page)
    assert entries == {"_static/a/b.js", "_static/c.js"}
    assert text == (
        '<head><script defer src="../_static/lab-offline.js" '
        'data-entries="_static/a/b.js _static/c.js"></script>\n</head>'
    )
    assert offline.classic("x.html", "<head></head>")[0] == "<head></head>"


def test_no_book_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="run `make book`"):
        offline.edition(tmp_path)


def unpacked(site: Path, folder: Path) -> Path:
    path = offline.write_zip(offline.edition(site), folder)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.stem


@pytest.fixture(scope="module")
def tiny_files(tmp_path_factory) -> Path:
    """The tiny book with every widget, as files."""
    folder = tmp_path_factory.mktemp("offline")
    site, warnings = book_tools.build_book(folder, book_tools.PAGES)
    assert warnings == ""
    return unpacked(site, folder / "dist")


def test_two_zips_are_equal(tiny_files, tmp_path):
    site = tiny_files.parents[1] / "site"
    again = offline.write_zip(offline.edition(site), tmp_path)
    first = tiny_files.with_name(again.name)
    assert again.read_bytes() == first.read_bytes()


class Reader:
    """Pages opened as files, with what they asked for and complained of."""

    def __init__(self, chromium, folder: Path):
        self.folder = folder
        self.context = chromium.new_context(reduced_motion="reduce")
        self.context.set_default_timeout(30_000)
        self.complaints = []
        self.context.on("request", self.asked)
        self.context.on("requestfailed", lambda r: self.complain(r.url))
        self.context.on("weberror", lambda e: self.complain(str(e.error)))
        self.context.on("console", self.heard)

    def complain(self, text: str) -> None:
        # The tiny book has the theme's own style sheet, whose icons the
        # zip leaves out; the book itself has no such sheet.
        if "fontawesome" not in text:
            self.complaints.append(text)

    def asked(self, request) -> None:
        if not request.url.startswith(("file://", "data:", "blob:")):
            self.complain(f"request {request.url}")

    def heard(self, message) -> None:
        if message.type in ("error", "warning"):
            place = message.location.get("url", "")
            self.complain(f"{message.type}: {message.text} {place}")

    def open(self, path: str):
        page = self.context.new_page()
        name, _, query = path.partition("?")
        address = (self.folder / name).as_uri()
        page.goto(f"{address}?{query}" if query else address)
        return page


def reader_of(chromium, folder: Path):
    reader = Reader(chromium, folder)
    yield reader
    reader.context.close()
    assert reader.complaints == []


@pytest.fixture
def tiny(chromium, tiny_files):
    yield from reader_of(chromium, tiny_files)


@pytest.mark.parametrize("name", widget_names())
def test_every_widget_starts(tiny, name):
    page = tiny.open(f"{name}.html")
    page.locator(".lab-widget[data-ready]").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("could not start").count() == 0


def test_a_widget_computes(tiny):
    page = tiny.open("conv.html")
    page.locator(".lab-widget[data-ready]").wait_for()
    choose(page, "Stride", "1")
    assert "261" in text_of(page, ".lab-widget")


def test_a_record_goes_from_page_to_page(tiny):
    page = tiny.open("01_quiz.html")
    page.get_by_label("I have read this page").check()
    view = tiny.open("progress.html")
    view.locator(".lab-sum", has_text="1 of 2 pages read").wait_for()
    button = view.get_by_role("button", name="Import from a file")
    file = {"name": "x.json", "mimeType": "application/json", "buffer": b"{"}
    choose_file(view, button.click, file)
    view.locator(".lab-told", has_text="this is not a JSON file").wait_for()


def test_data_is_fetched_on_first_use(chromium, tiny_files, tmp_path):
    """Every byte arrives; no script of a data file is loaded before."""
    site = tiny_files.parents[1] / "site"
    data = site / "_static" / "widgets" / "data"
    data.mkdir(exist_ok=True)
    (data / "try.bin").write_bytes(bytes(range(256)))
    reader = Reader(chromium, unpacked(site, tmp_path))
    page = reader.open("plain.html")
    scripts = "[...document.scripts].map(s => s.src).join()"
    assert "try.bin" not in page.evaluate(scripts)
    got = page.evaluate(
        """async () => {
          const path = "_static/widgets/data/try.bin";
          const found = await fetch(new URL(path, document.baseURI));
          return [found.ok, [...new Uint8Array(await found.arrayBuffer())]];
        }"""
    )
    assert got == [True, list(range(256))]
    assert "try.bin" in page.evaluate(scripts)
    lost = "fetch('_static/none.bin').catch(error => error.message)"
    assert page.evaluate(lost) == "no file _static/none.bin"
    reader.context.close()


@pytest.fixture(scope="module")
def site_files(tmp_path_factory) -> Path:
    assert (SITE / "index.html").exists(), "build the book first: make book"
    return unpacked(SITE, tmp_path_factory.mktemp("site"))


@pytest.fixture
def book(chromium, site_files):
    yield from reader_of(chromium, site_files)


@pytest.mark.site
@pytest.mark.parametrize("name", [p.stem for p in project.pages()])
def test_pages_of_the_book(book, name):
    page = book.open(f"book/{name}.html")
    for widget in page.locator(".lab-widget").all():
        widget.scroll_into_view_if_needed()
        page.wait_for_function(
            "e => e.dataset.ready", arg=widget.element_handle()
        )
    page.wait_for_load_state("networkidle")


@pytest.mark.site
def test_the_first_page_and_the_search(book):
    book.open("index.html").wait_for_url("**/book/intro.html")
    page = book.open("search.html?q=dilation")
    page.wait_for_selector("#search-results li")
    assert "Convolution" in page.inner_text("#search-results")
