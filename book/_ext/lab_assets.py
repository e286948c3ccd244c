"""What the book's own directives share: one style sheet, one static folder.

`lab.css` goes on every page, because drawn figures use its colours. A script
goes only on pages that hold the directive which needs it.
"""

from pathlib import Path

BOOK = Path(__file__).resolve().parents[1]
STATIC = BOOK / "_static"


def setup(app) -> dict:
    app.connect("config-inited", serve_static)
    app.add_css_file("lab.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def serve_static(app, config) -> None:
    """Copy `book/_static`, wherever the configuration file lies."""
    known = [Path(app.confdir, p).resolve() for p in config.html_static_path]
    if STATIC not in known:
        config.html_static_path.append(str(STATIC))


def add_assets(
    app, node_class: type, script: str, style: str = "", **attributes
) -> None:
    """Load them on the pages that contain a ``node_class``.

    ``attributes`` are those of the script's tag.
    """

    def on_page(app, pagename, templatename, context, doctree) -> None:
        if doctree is None or not any(doctree.findall(node_class)):
            return
        app.add_js_file(script, **attributes)
        if style:
            app.add_css_file(style)

    app.connect("html-page-context", on_page)
