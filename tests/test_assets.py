"""One style sheet and cut fonts: what they leave out, and what they keep."""

import os
from pathlib import Path

import book_tools  # noqa: F401 - knows where the extensions are
import lab_fonts
import lab_styles
import pytest
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
SHEETS = {
    "basic.css": '@charset "UTF-8";\nul{background:url(file.png)}',
    "styles/pydata-sphinx-theme.css": (
        '@font-face{font-display:block;font-family:"Font Awesome 6 Free";'
        "src:url(../vendor/fa.woff2)}.fa-lg{font-size:1.25em}"
        '.fa-0:before{content:"0"}.fa-a:before,.fa-b::before{content:"\\f04b"}'
        ".c{mask:url('data:image/svg+xml,x') url(../images/d.svg)}"
    ),
    "katex/katex.min.css": "@font-face{src:url(fonts/K.woff2)}",
    "mystnb.0a.css": ".cell{}",
}


@pytest.fixture
def static(tmp_path):
    names = [*SHEETS, *lab_styles.STYLES]
    for name in names:
        if "*" not in name and not (tmp_path / name).exists():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(SHEETS.get(name, f"/* {name} */"))
    return tmp_path


def test_one_sheet_of_all(static):
    css = lab_styles.merged(static)
    order = [css.index(f"/* {n} */") for n in lab_styles.STYLES[2:5:2]]
    assert order == sorted(order)
    assert css.count("@charset") == 1
    assert "Font Awesome" not in css
    assert "content:" not in css
    assert ".fa-lg{font-size:1.25em}" in css
    assert "url('data:image/svg+xml,x')" in css
    # Addresses are those of the sheets' own folders.
    for address in ("./file.png", "styles/../images/d.svg"):
        assert f"url({address})" in css
    assert "url(katex/fonts/K.woff2)" in css


def test_a_missing_sheet_is_an_error(static):
    (static / "mystnb.0a.css").unlink()
    with pytest.raises(ExtensionError, match="is not in"):
        lab_styles.merged(static)


def test_the_sheet_of_an_older_version_is_left_out(static):
    old = static / "mystnb.00.css"
    old.write_text(".old{}")
    os.utime(old, (0, 0))
    css = lab_styles.merged(static)
    assert ".cell{}" in css
    assert ".old{}" not in css


def test_the_version_changes_with_a_sheet(static):
    before = lab_styles.version(static)
    assert lab_styles.version(static) == before
    (static / "lab.css").write_text("p{}")
    assert lab_styles.version(static) != before


def known(font: Path) -> set[str]:
    return {chr(code) for code in TTFont(font).getBestCmap()}


def test_a_font_is_cut(tmp_path):
    full = lab_fonts.FONTS / "KaTeX_AMS-Regular.woff2"
    for name in ("one", "two"):
        lab_fonts.cut(full, {"R", "□", "한"}, tmp_path / name)
    assert known(tmp_path / "one") == {"R", "□"}
    assert (tmp_path / "one").stat().st_size < 2_000
    # Two builds of one book are equal.
    texts = [(tmp_path / name).read_bytes() for name in ("one", "two")]
    assert texts[0] == texts[1]


@pytest.mark.site
@pytest.mark.parametrize(
    "font", sorted(lab_fonts.FONTS.glob("*.woff2")), ids=lambda p: p.stem
)
def test_no_character_of_a_page_is_missing(font):
    cut = SITE / "_static" / "katex" / "fonts" / font.name
    used = known(font) & lab_fonts.characters(SITE)
    assert used <= known(cut)
    assert cut.stat().st_size < font.stat().st_size
