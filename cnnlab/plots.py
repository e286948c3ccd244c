"""Plots of the book: arrays in, ``Axes`` out; nothing here shows a figure.

``use_style()`` once in a notebook makes every figure an inline SVG whose ink
follows the page's text colour, so it reads well on light and on dark.
"""

import base64
import hashlib
import io
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

STYLE = Path(__file__).with_name("cnnlab.mplstyle")
INK, FAINT = "#1a1a1e", "#8a8a8e"
ACCENT, ACCENT_2 = "#2f7fd0", "#d9731a"
# A colour map for signed values that is pale at zero on both themes. With 33
# shades the eye misses nothing, and a picture weighs half as much.
SIGNED = mpl.colormaps["RdBu_r"].resampled(33)


def use_style() -> None:
    """Book style for all figures; in IPython, figures become inline SVG."""
    plt.style.use(STYLE)
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats()
    formatters["text/html"].for_type(Figure, themed_svg)


def describe(fig: Figure, text: str) -> None:
    """Give ``fig`` the text that a screen reader reads aloud."""
    fig.set_label(text)


def themed_svg(fig: Figure) -> str:
    """``fig`` as an ``<svg>`` that takes its ink from the page."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "cnnlab"}):
        fig.savefig(
            buffer,
            format="svg",
            bbox_inches="tight",
            transparent=True,
            metadata={"Date": None, "Creator": None},
        )
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # A style sheet inside an inline SVG would reach the whole page.
    svg = re.sub(
        r"<defs>\s*<style.*?</style>\s*</defs>",
        "",
        svg,
        count=1,
        flags=re.DOTALL,
    )
    svg = re.sub(INK, "currentColor", svg, flags=re.IGNORECASE)
    svg = re.sub(r"'DejaVu Sans'[^;\"]*", "sans-serif", svg)
    svg = re.sub(r"data:image/png;base64,([^\"]+)", _as_webp, svg)
    svg = _own_ids(svg)
    label = fig.get_label()
    role = (
        f'role="img" aria-label="{escape(str(label), quote=True)}" '
        if label
        else 'aria-hidden="true" '
    )
    return (
        f'<div class="lab-svg">{svg.replace("<svg ", f"<svg {role}", 1)}</div>'
    )


def _as_webp(match: re.Match) -> str:
    """A picture inside a figure, several times smaller than as PNG."""
    image = Image.open(io.BytesIO(base64.b64decode(match[1])))
    if image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    # More pixels than a column of the book shows would only weigh. A strip
    # one pixel high cannot shrink in width alone without being stretched.
    if min(image.size) > 8:
        image.thumbnail((256, 256))
    buffer = io.BytesIO()
    # Small pictures are pixel art: each pixel must stay as it is.
    lossless = max(image.size) <= 64
    image.save(buffer, "WEBP", lossless=lossless, quality=75, method=6)
    return (
        "data:image/webp;base64,"
        + base64.b64encode(buffer.getvalue()).decode()
    )


def _own_ids(svg: str) -> str:
    """Keep only ids that are used, made unique to this figure."""
    reference = r'(url\(#|href="#)([\w-]+)'
    used = {name for _, name in re.findall(reference, svg)}
    mark = "f" + hashlib.sha1(svg.encode()).hexdigest()[:8]

    def rename(match: re.Match) -> str:
        name = match.group(1)
        return f' id="{mark}-{name}"' if name in used else ""

    svg = re.sub(r' id="([^"]*)"', rename, svg)
    return re.sub(reference, rf"\g<1>{mark}-\g<2>", svg)


def show_image(
    image: np.ndarray,
    ax: Axes | None = None,
    title: str = "",
    signed: bool = False,
    limits: tuple[float, float] = (None, None),
) -> Axes:
    """One image without axes: ``(H, W)`` grey or ``(H, W, 3)`` colour.

    ``signed=True`` shows zero as pale, positive and negative as two colours
    (for feature maps). ``limits`` are the values shown as black and white.
    """
    ax = _axes(ax)
    if signed:
        limit = float(np.abs(image).max()) or 1.0
        ax.imshow(image, cmap=SIGNED, vmin=-limit, vmax=limit)
    else:
        ax.imshow(image, vmin=limits[0], vmax=limits[1])
    ax.set_title(title)
    ax.set_axis_off()
    return ax


def show_grid(
    values: np.ndarray,
    ax: Axes | None = None,
    title: str = "",
    window: tuple[int, int, int, int] | None = None,
    cell_colors: np.ndarray | None = None,
    digits: int = 0,
) -> Axes:
    """A small array ``(H, W)`` as numbers in cells; NaN is left blank.

    Parameters
    ----------
    window : ``(row, column, height, width)`` to outline, in cells.
    cell_colors : ``(H, W)`` in [0, 1], how strongly a cell is tinted.
    digits : digits after the point.
    """
    ax = _axes(ax)
    H, W = values.shape
    for (i, j), value in np.ndenumerate(values):
        tint = 0.0 if cell_colors is None else float(cell_colors[i, j])
        ax.add_patch(
            Rectangle(
                (j, i), 1, 1, facecolor=(*_rgb(ACCENT), 0.45 * tint),
                edgecolor=FAINT, linewidth=0.8,
            )
        )  # fmt: skip
        if not np.isnan(value):
            text = f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
            ax.text(j + 0.5, i + 0.5, text, ha="center", va="center")
    if window is not None:
        i, j, height, width = window
        ax.add_patch(
            Rectangle(
                (j, i), width, height, fill=False, edgecolor=ACCENT_2,
                linewidth=2.5,
            )
        )  # fmt: skip
    ax.set(xlim=(-0.05, W + 0.05), ylim=(H + 0.05, -0.05), aspect="equal")
    ax.set_title(title)
    ax.set_axis_off()
    return ax


def show_row(
    images: Sequence[np.ndarray],
    titles: Sequence[str] = (),
    signed: Sequence[bool] | bool = False,
    width: float = 9.0,
    alt: str = "",
) -> Figure:
    """Images side by side on one figure."""
    n = len(images)
    flags = [signed] * n if isinstance(signed, bool) else list(signed)
    ratios = [image.shape[1] / image.shape[0] for image in images]
    height = width / sum(ratios)
    fig, axes = plt.subplots(
        1, n, figsize=(width, height), gridspec_kw={"width_ratios": ratios},
        squeeze=False, layout="constrained",
    )  # fmt: skip
    for k, (image, ax) in enumerate(zip(images, axes[0], strict=True)):
        title = titles[k] if k < len(titles) else ""
        show_image(image, ax, title, flags[k])
    describe(fig, alt)
    return fig


def _axes(ax: Axes | None) -> Axes:
    return plt.subplots()[1] if ax is None else ax


def _rgb(color: str) -> tuple[float, float, float]:
    return mpl.colors.to_rgb(color)
