"""Mend the stock layout: what no page uses is not loaded.

Jupyter Book always adds Thebe, whose script comes from a CDN and is declared
twice (an error in the console). Images below the fold load late.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

UNUSED_SCRIPTS = ("thebe", "design-tabs", "toggle")
UNUSED_STYLES = ("thebe", "sphinx-design", "toggle")


def _mentions(asset: object, words: tuple[str, ...]) -> bool:
    attributes = getattr(asset, "attributes", {})
    text = f"{getattr(asset, 'filename', asset)} {attributes.get('body')}"
    return any(word in text.lower() for word in words)


def drop_unused(app: Sphinx, pagename, templatename, context, doctree) -> None:
    for key, words in (
        ("script_files", UNUSED_SCRIPTS),
        ("css_files", UNUSED_STYLES),
    ):
        kept = {}
        for asset in context.get(key, []):
            if not _mentions(asset, words):
                body = getattr(asset, "attributes", {}).get("body")
                # The same inline script added twice declares a name twice.
                kept.setdefault(body or id(asset), asset)
        context[key] = list(kept.values())


def load_images_late(app: Sphinx, doctree: nodes.document, docname) -> None:
    for image in doctree.findall(nodes.image):
        image["loading"] = "lazy"


def mend_body(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Take out Thebe's block; give references a role that is not deprecated.

    The layout writes the block whether Thebe is there or not.
    """
    if context.get("body"):
        body = re.sub(
            r'<script type="text/x-thebe-config">.*?</script>\s*'
            r"(<script>kernelName = .*?</script>)?",
            "",
            context["body"],
            flags=re.DOTALL,
        )
        context["body"] = body.replace(
            'role="doc-biblioentry"', 'role="listitem"'
        ).replace(' role="doc-backlink"', "")


def draw_icons(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """No picture is loaded for an entry of a menu that is closed."""
    for group in context.get("header_buttons", []):
        for entry in group.get("buttons", []):
            if entry.get("icon", "").startswith("_static/"):
                entry["icon"] = "fas fa-rocket"


def set_options(app: Sphinx, config) -> None:
    """What `_config.yml` cannot say without replacing Jupyter Book's own."""
    # The stock layout has a second bar with a second search field.
    config.html_theme_options["navbar_persistent"] = []
    # Numbers that run on from page to page would tell a reader nothing.
    config.numfig = False


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", set_options, priority=900)
    app.connect("html-page-context", drop_unused, priority=900)
    app.connect("html-page-context", mend_body, priority=900)
    app.connect("html-page-context", draw_icons, priority=900)
    app.connect("doctree-resolved", load_images_late)
    app.add_css_file("lab-book.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
