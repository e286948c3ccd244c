"""Volumes: six filters that span all of the depth give six maps."""

import matplotlib.pyplot as plt
from matplotlib.patches import Polygon

from cnnlab import plots
from cnnlab.shapes import output_size

SIZE, C_IN, K, FILTERS = 32, 3, 5, 6
OUT = output_size(SIZE, K)
SLANT = 0.45  # how far one channel is shifted to the right and up
DEEP = 3.0  # drawn depth of one channel, in pixels
TEXT = {
    "in": "input {n}×{n}×{c}",
    "filter": "one filter {k}×{k}×{c}",
    "number": "one number",
    "out": "{f} maps {n}×{n}: a volume {n}×{n}×{f}",
    "alt": "A box 32 by 32 by 3. A small box 5 by 5 by 3 inside it goes "
    "through the whole depth and leads to one number in the first of six "
    "maps of 28 by 28, which are stacked behind each other.",
}


def box(ax, x, y, width, depth, layers, color, alpha):
    """A box seen from the front left: layers from back to front."""
    step = depth * SLANT
    for layer in range(layers - 1, -1, -1):
        left, low = x + layer * step, y + layer * step
        corners = [(0, 0), (width, 0), (width, width), (0, width)]
        ax.add_patch(
            Polygon(
                [(left + a, low + b) for a, b in corners],
                facecolor=color, alpha=alpha, edgecolor="none",
            )
        )  # fmt: skip
        ax.add_patch(
            Polygon(
                [(left + a, low + b) for a, b in corners],
                fill=False, edgecolor=plots.INK, linewidth=0.9,
            )
        )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(9.5, 4.4))
    box(ax, 0, 0, SIZE, DEEP, C_IN, plots.ACCENT, 0.18)
    box(ax, 19, 19, K, DEEP, C_IN, plots.ACCENT_2, 0.75)
    start, unit = 58, (58 + 17, 2 + 19)
    box(ax, start, 2, OUT, DEEP, FILTERS, plots.ACCENT, 0.18)
    ax.plot(*unit, "s", color=plots.ACCENT_2, markersize=7)
    ax.annotate(
        "", xy=(unit[0] - 1, unit[1]), xytext=(28, 23),
        arrowprops={"arrowstyle": "->", "color": plots.ACCENT_2},
    )  # fmt: skip
    names = {"n": SIZE, "c": C_IN, "k": K, "f": FILTERS}
    ax.text(16, -3.5, TEXT["in"].format(**names), ha="center")
    ax.text(
        47.5, 26, TEXT["filter"].format(**names), ha="center", va="bottom",
        color=plots.ACCENT_2,
    )  # fmt: skip
    ax.text(47.5, 16.5, TEXT["number"], ha="center", color=plots.ACCENT_2)
    names["n"] = OUT
    ax.text(start + 17, -3.5, TEXT["out"].format(**names), ha="center")
    ax.set(xlim=(-1, 97), ylim=(-5, 39), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
