"""Figures: inline, themed, described, and as committed."""

import re
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import pytest  # noqa: E402

from cnnlab import plots  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import figures  # noqa: E402

SCRIPTS = sorted((ROOT / "book" / "figures").glob("[0-9]*.py"))


@pytest.fixture(autouse=True)
def style():
    with plt.style.context(["default", plots.STYLE]):
        yield
    plt.close("all")


def test_ink_follows_the_page():
    ax = plots.show_grid(np.array([[1.0, -2.0]]), title="a title")
    svg = plots.themed_svg(ax.figure)
    assert "currentColor" in svg
    assert plots.INK not in svg
    assert "<style" not in svg
    assert "\N{MINUS SIGN}2" in svg


def test_description_is_read_aloud_and_escaped():
    ax = plots.show_grid(np.ones((1, 1)))
    plots.describe(ax.figure, 'one "cell"')
    svg = plots.themed_svg(ax.figure)
    assert 'role="img" aria-label="one &quot;cell&quot;"' in svg


def test_ids_of_two_figures_differ_and_references_hold():
    found = []
    for k in (1, 2):
        ax = plots.show_grid(np.full((2, 2), k), title=f"figure {k}")
        svg = plots.themed_svg(ax.figure)
        ids = set(re.findall(r' id="([^"]*)"', svg))
        used = set(re.findall(r'(?:url\(#|href="#)([\w-]+)', svg))
        assert ids == used
        found.append(ids)
    assert not found[0] & found[1]


def test_same_figure_same_bytes():
    def draw():
        ax = plots.show_image(np.arange(12.0).reshape(3, 4), title="x")
        return plots.themed_svg(ax.figure)

    assert draw() == draw()


def test_signed_image_is_pale_at_zero():
    ax = plots.show_image(np.array([[-1.0, 0.0, 3.0]]), signed=True)
    image = ax.images[0]
    assert image.norm(0.0) == pytest.approx(0.5)
    assert image.get_clim() == pytest.approx((-3.0, 3.0))


def test_show_row_keeps_proportions():
    fig = plots.show_row([np.zeros((4, 8)), np.zeros((4, 4))], ["a", "b"])
    assert [ax.get_title() for ax in fig.axes] == ["a", "b"]


def numbers_rounded(svg: str) -> str:
    """Ids depend on every digit; coordinates may differ in the last one."""
    svg = re.sub(r"f[0-9a-f]{8}-[\w-]+", "id", svg)
    svg = re.sub(r"data:image/[^\"]+", "picture", svg)
    return re.sub(
        r"-?\d+\.\d+", lambda m: f"{round(float(m[0]), 1) + 0.0}", svg
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_committed_figure_is_current(script):
    committed = script.with_suffix(".svg").read_text()
    assert numbers_rounded(figures.render(script)) == numbers_rounded(
        committed
    ), "run `make figures`"


def test_every_drawing_has_its_script():
    drawn = {p.stem for p in (ROOT / "book" / "figures").glob("*.svg")}
    assert drawn == {p.stem for p in SCRIPTS}
