"""One style sheet for all pages, without the icons that no page shows.

The layout, its theme and the book come with ten style sheets. They are put
into one file: one request instead of ten, and the glyphs of the theme's icon
font, a third of its rules, are left out (`lab-book.css` draws the icons).
"""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

NAME = "lab-all.css"
# In the order in which a page would load them.
STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "copybutton.css",
    "mystnb.*.css",
    "katex/katex.min.css",
    "lab-book.css",
    "lab.css",
    "quiz.css",
)
GLYPH = re.compile(r'(?:\.fa-[\w-]+::?before,?)+\{content:"[^"]*"\}')
ICON_FONT = re.compile(
    r"@font-face\{[^}]*font-family:\s*[\"']?Font ?Awesome[^}]*\}"
)
LINK = re.compile(r"url\(([\"']?)(?!data:|https?:|/)([^)\"']+)\1\)")
CHARSET = re.compile(r"@charset [^;]+;")


def merged(static: Path) -> str:
    """The text of all style sheets of ``static``.

    Raises
    ------
    ExtensionError
        If one of `STYLES` is not there.
    """
    parts = []
    for name in STYLES:
        found = list(static.glob(name))
        if not found:
            raise ExtensionError(
                f"`{name}` of lab_styles.STYLES is not in {static}; correct "
                "the list"
            )
        # Another version may have left its own there.
        newest = max(found, key=lambda path: path.stat().st_mtime)
        folder = Path(name).parent.as_posix()
        parts.append(_moved(newest.read_text("utf-8"), folder))
    return '@charset "UTF-8";\n' + "\n".join(parts)


def _moved(css: str, folder: str) -> str:
    """A sheet of ``folder`` as it reads one level above."""
    for unused in (CHARSET, GLYPH, ICON_FONT):
        css = unused.sub("", css)
    return LINK.sub(rf"url(\g<1>{folder}/\g<2>\g<1>)", css)


def _name(sheet: object) -> str:
    path = urlsplit(str(getattr(sheet, "filename", sheet))).path
    return path.removeprefix("_static/")


def version(static: Path) -> str:
    """Changes with the sheets, so that no browser shows a page with old ones.

    MyST-NB writes its own only after the pages.
    """
    digest = hashlib.sha256()
    for name in STYLES:
        for path in sorted(static.glob(name)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def link_one(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Take the ten links out; the layout writes the one (`lab_styles`)."""
    if app.builder.name != "html":
        return
    if not hasattr(app, "lab_styles"):
        app.lab_styles = version(Path(app.outdir) / "_static")
    context["lab_styles"] = f"_static/{NAME}?v={app.lab_styles}"
    context["css_files"] = [
        sheet
        for sheet in context.get("css_files", [])
        if not any(Path(_name(sheet)).match(known) for known in STYLES)
    ]


def write_one(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name == "html":
        static = Path(app.outdir) / "_static"
        (static / NAME).write_text(merged(static), "utf-8")


def setup(app: Sphinx) -> dict:
    # After all that choose the style sheets of a page, and all that write.
    app.connect("html-page-context", link_one, priority=950)
    app.connect("build-finished", write_one, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
