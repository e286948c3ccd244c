"""Four norms on one 2x4x3x3 cube: the cells that share a mean."""

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon

from cnnlab import plots

SAMPLES, CHANNELS, SIDE = 2, 4, 3
SLANT, HEIGHT, GAP = 0.5, 0.8, 2.3  # of a row; between channels
# For each norm: which slices share the mean of sample 0, channel 0.
SHARED = {
    "batch": lambda n, c: c == 0,
    "layer": lambda n, c: n == 0,
    "instance": lambda n, c: n == 0 and c == 0,
    "group": lambda n, c: n == 0 and c < CHANNELS // 2,
}
TEXT = {
    "batch": "batch norm: {means} means of {cells} numbers",
    "layer": "layer norm: {means} means of {cells}",
    "instance": "instance norm: {means} means of {cells}",
    "group": "group norm, 2 groups: {means} means of {cells}",
    "sample": "sample {n}",
    "channel": "$c = {c}$",
    "alt": "Four panels, each with two samples of four channel slices of 3 "
    "by 3 cells. Shaded with the first slice: in batch norm the first slice "
    "of both samples, in layer norm all slices of the first sample, in "
    "instance norm the first slice alone, in group norm the first two "
    "slices of the first sample.",
}


def corner(x: float, y: float, i: float, j: float) -> tuple[float, float]:
    """Row i, column j of a slice that lies on the ground."""
    return x + j + SLANT * (SIDE - i), y + HEIGHT * (SIDE - i)


def draw_slice(ax, x: float, y: float, shaded: bool) -> None:
    """3x3 cells seen from above and the side."""
    ends = [(0, 0), (0, SIDE), (SIDE, SIDE), (SIDE, 0)]
    alpha = 0.75 if shaded else 0.1
    ax.add_patch(
        Polygon(
            [corner(x, y, i, j) for i, j in ends],
            facecolor=(*to_rgb(plots.ACCENT_2 if shaded else plots.FAINT),
                       alpha),
            edgecolor="none",
        )
    )  # fmt: skip
    lines = []
    for k in range(SIDE + 1):
        lines += [corner(x, y, k, 0), corner(x, y, k, SIDE), (None, None)]
        lines += [corner(x, y, 0, k), corner(x, y, SIDE, k), (None, None)]
    ax.plot(*zip(*lines, strict=True), color=plots.INK, linewidth=0.7)


def draw_norm(ax, name: str) -> None:
    shared = SHARED[name]
    count = 0
    for n in range(SAMPLES):
        for c in range(CHANNELS):
            x, y = 7 * n, -(GAP + 0.5) * c
            draw_slice(ax, x, y, shared(n, c))
            count += shared(n, c)
            if n == 0:
                ax.text(-0.3, y + 0.8, TEXT["channel"].format(c=c),
                        ha="right", fontsize=10)  # fmt: skip
        ax.text(7 * n + 2.2, -(GAP + 0.5) * CHANNELS + 2.3,
                TEXT["sample"].format(n=n), ha="center", va="top",
                fontsize=10)  # fmt: skip
    means = SAMPLES * CHANNELS // count
    ax.set_title(
        TEXT[name].format(means=means, cells=count * SIDE**2), fontsize=11
    )
    ax.set(xlim=(-2.3, 12), ylim=(-9.8, 2.8), aspect="equal")
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(2, 2, figsize=(8.6, 8.2), layout="constrained")
    for ax, name in zip(axes.flat, SHARED, strict=True):
        draw_norm(ax, name)
    plots.describe(fig, TEXT["alt"])
    return fig
