"""Drawn figures go into the page itself, so that they follow its colours.

``{figure} figures/03_name.svg`` is written by ``figures/03_name.py`` (see
``make figures``). A figure without ``:alt:`` stops the build.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def inline_svg(path: Path, alt: str) -> str:
    """The SVG file as HTML, with ``alt`` as its accessible name."""
    svg = path.read_text()
    label = escape(alt, quote=True)
    svg = re.sub(r'(<svg [^>]*?)aria-label="[^"]*" ?', r"\1", svg, count=1)
    return svg.replace("<svg ", f'<svg aria-label="{label}" ', 1)


def put_inline(app: Sphinx, doctree: nodes.document) -> None:
    for image in list(doctree.findall(nodes.image)):
        uri = image.get("uri", "")
        if not image.get("alt"):
            logger.warning("image %s has no :alt:", uri, location=image)
        if "figures/" not in uri or not uri.endswith(".svg"):
            continue
        path = Path(app.srcdir) / uri
        html = inline_svg(path, image.get("alt", ""))
        app.env.note_dependency(str(path))
        image.replace_self(nodes.raw("", html, format="html"))


def setup(app: Sphinx) -> dict:
    # After Sphinx has resolved the paths of images.
    app.connect("doctree-read", put_inline, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
