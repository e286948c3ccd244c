"""The whole book as one PDF, made by a browser: ``make pdf``.

    python tools/book_pdf.py [SITE [FOLDER]]

Takes the articles of the built site, puts them into one document, so that
every link between pages works inside the PDF, and lets Chromium print it.
No script runs: of widgets, the stills are shown.
"""

import html
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import project
import yaml

SITE = project.ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SEPARATOR = "--"  # between the name of a page and an id on it
TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
IDS = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
LINK = re.compile(r'\b((?:xlink:)?href)="([^"]*)"')
SOURCE = re.compile(r'\bsrc="(?!data:|https?:)([^"]+)"')
PLACE = re.compile(r"url\(#([^)]+)\)")
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
FOOTER = """\
<div style="width: 100%; font: 8pt sans-serif; text-align: center">
<span class="pageNumber"></span></div>"""
DOCUMENT = """\
<!doctype html>
<html lang="en" data-theme="light">
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
<link rel="stylesheet" href="{print}">
<body>
<header class="pdf-title"><p>{title}</p><p>Version {version}</p></header>
<nav class="pdf-contents"><h1>Contents</h1>
{contents}
</nav>
{articles}
</body>
</html>
"""


def document(site: Path) -> str:
    """All articles of ``site`` as one page of HTML.

    Raises
    ------
    FileNotFoundError
        If ``site`` has not all pages of the table of contents.
    """
    names = [page.stem for page in project.pages()]
    missing = [n for n in names if not (site / f"book/{n}.html").exists()]
    if missing:
        raise FileNotFoundError(
            f"`site` (={site}) has no page {missing[0]}: run `make book`"
        )
    pages = {n: (site / f"book/{n}.html").read_text("utf-8") for n in names}
    return DOCUMENT.format(
        title=project.config()["title"],
        version=project.version(),
        style=(site / "_static" / "lab-all.css").as_uri(),
        print=(site / "_static" / "book-pdf.css").as_uri(),
        contents=contents(),
        articles="\n".join(
            article(name, text, names, site) for name, text in pages.items()
        ),
    )


def contents() -> str:
    """Parts and pages, each with a link to its place in the document."""
    toc = yaml.safe_load((project.ROOT / "_toc.yml").read_text())
    lines = [_entry(Path(toc["root"]).name)]
    for part in toc["parts"]:
        names = [Path(chapter["file"]).name for chapter in part["chapters"]]
        lines.append(f"<h2>{html.escape(part['caption'])}</h2>")
        lines += [_entry(name) for name in names]
    return "\n".join(lines)


def _entry(name: str) -> str:
    title = project.title(project.BOOK / f"{name}.md")
    return f'<p><a href="#{name}">{html.escape(title)}</a></p>'


def article(name: str, page: str, names: list[str], site: Path) -> str:
    """The article of one page; its ids begin with the page's name."""
    start = page.index('<article class="bd-article"')
    text = page[start : page.index("</article>", start)] + "</article>"
    text = PERMALINK.sub("", text)
    text = PLACE.sub(rf"url(#{name}{SEPARATOR}\1)", text)
    text = TAG.sub(lambda m: _tag(m[0], name, names, site), text)
    return f'<section id="{name}" class="pdf-page">{text}</section>'


def _tag(tag: str, name: str, names: list[str], site: Path) -> str:
    def ids(match: re.Match) -> str:
        own = (f"{name}{SEPARATOR}{i}" for i in match[2].split())
        return f'{match[1]}="{" ".join(own)}"'

    def link(match: re.Match) -> str:
        address = target(match[2], name, names)
        return f'{match[1]}="{address}"' if address else ""

    def source(match: re.Match) -> str:
        path = posixpath.normpath(posixpath.join("book", match[1]))
        return f'src="{(site / path.split("?")[0]).as_uri()}"'

    tag = SOURCE.sub(source, LINK.sub(link, IDS.sub(ids, tag)))
    # What is folded away on a page is open on paper.
    return tag[:-1] + " open>" if tag.startswith("<details") else tag


def target(address: str, name: str, names: list[str]) -> str:
    """Where a link of page ``name`` leads in the document, "" for nowhere."""
    if address.startswith(("http:", "https:", "mailto:", "data:")):
        return address
    path, _, fragment = address.partition("#")
    page = name if not path else path.removesuffix(".html")
    if page not in names:
        return ""  # a download, or a page that Sphinx makes
    return f"#{page}{SEPARATOR}{fragment}" if fragment else f"#{page}"


def need_korean() -> None:
    """Without such a font the terms would be empty boxes.

    Raises
    ------
    RuntimeError
        If this machine has no font with Korean letters.
    """
    if not shutil.which("fc-list"):
        return
    command = ["fc-list", ":lang=ko", "family"]
    done = subprocess.run(command, capture_output=True, text=True)
    if not done.stdout.strip():
        raise RuntimeError(
            "no font here has Korean letters; on Debian and Ubuntu: "
            "apt-get install fonts-noto-cjk"
        )


@contextmanager
def browser() -> Iterator:
    """A Chromium of this machine.

    Raises
    ------
    RuntimeError
        If there is none.
    """
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise RuntimeError(f"no browser (looked for {', '.join(BROWSERS)})")
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


def print_pdf(chromium, text: str, path: Path) -> None:
    """Let the browser print ``text``, a page of HTML, to ``path``."""
    page = chromium.new_page(java_script_enabled=False)
    page.set_default_timeout(0)  # a whole book takes minutes
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "book.html")
        source.write_text(text, "utf-8")
        page.goto(source.as_uri(), wait_until="load")
        page.pdf(
            path=path,
            format="A4",
            margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"),
            print_background=True,
            outline=True,
            tagged=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
    page.close()


def main(site: Path = SITE, folder: Path = project.ROOT / "dist") -> int:
    need_korean()
    text = document(site)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"cnnlab-book-{project.version()}.pdf"
    print("Printing the book, this takes a few minutes", flush=True)
    with browser() as chromium:
        print_pdf(chromium, text, path)
    print(f"{path.stat().st_size / 1e6:.1f} MB: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
