"""Fonts for mathematics with the characters that the book has, no more.

KaTeX's fonts hold the signs of all of mathematics. When the book is built,
each is cut down to the characters that stand on some page: a page with every
kind of formula then loads 50 KB less.
"""

import html
import shutil
from pathlib import Path

from sphinx.application import Sphinx

FONTS = Path(__file__).parents[1] / "_vendor" / "katex" / "fonts"


def characters(site: Path) -> set[str]:
    """All that stand on some page, in a formula or elsewhere."""
    found = set()
    for page in site.rglob("*.html"):
        found |= set(html.unescape(page.read_text("utf-8")))
    return found


def cut(font: Path, kept: set[str], target: Path) -> None:
    """Write ``font`` (WOFF2) with the characters of ``kept`` alone."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=["*"],
        recalc_timestamp=False,
    )
    opened = subset.load_font(str(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(kept)))
    subsetter.subset(opened)
    subset.save_font(opened, str(target), options)


def cut_all(app: Sphinx, error: Exception | None) -> None:
    """Cut the fonts, or take those of the last build if nothing is new."""
    if error is not None or app.builder.format != "html":
        return
    site, cache = Path(app.outdir), Path(app.doctreedir) / "fonts"
    kept = characters(site)
    text, stamp = "".join(sorted(kept)), cache / "characters.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != text:
        cache.mkdir(parents=True, exist_ok=True)
        for font in sorted(FONTS.glob("*.woff2")):
            cut(font, kept, cache / font.name)
        stamp.write_text(text, "utf-8")
    for font in cache.glob("*.woff2"):
        shutil.copy(font, site / "_static" / "katex" / "fonts")


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", cut_all, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
