"""Simple cells with neighbouring fields feed one complex cell."""

import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse, FancyArrowPatch

from cnnlab import plots

PLACES = (1.2, 2.4, 3.6)
TEXT = {
    "field": "part of the retina",
    "simple": "simple cells:\nupright bar at one place",
    "complex": "complex cell:\nupright bar anywhere",
    "alt": "On the left a square with three upright, overlapping oval fields "
    "side by side, each with a bright middle and dark flanks. Each has an "
    "arrow to its own simple cell, and the three simple cells have arrows to "
    "one complex cell.",
}


def arrow(ax, start: tuple, end: tuple) -> None:
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=12,
            color=plots.INK, linewidth=1, shrinkA=0, shrinkB=12,
        )
    )  # fmt: skip


def draw_fields(ax) -> None:
    ax.plot([0, 4.8, 4.8, 0, 0], [0, 0, 4, 4, 0], color=plots.FAINT)
    for x in PLACES:
        for side in (-0.33, 0.33):
            ax.add_patch(
                Ellipse((x + side, 2), 0.34, 2.6, color=plots.ACCENT,
                        alpha=0.35, linewidth=0)
            )  # fmt: skip
        ax.add_patch(
            Ellipse((x, 2), 0.34, 3, color=plots.ACCENT_2, linewidth=0)
        )


def draw():
    fig, ax = plt.subplots(figsize=(9, 3.6))
    draw_fields(ax)
    heights = (3.5, 2.0, 0.5)
    for x, height in zip(PLACES, heights, strict=True):
        arrow(ax, (x, 2 + (height - 2) * 0.9), (7.2, height))
        arrow(ax, (7.2, height), (11, 2))
        ax.scatter([7.2], [height], s=330, color=plots.ACCENT, zorder=3)
    ax.scatter([11], [2], s=520, color=plots.ACCENT_2, zorder=3)
    for name, x, y in (
        ("field", 2.4, -0.15), ("simple", 7.2, -0.15), ("complex", 11, 1.3),
    ):  # fmt: skip
        ax.text(x, y, TEXT[name], ha="center", va="top")
    ax.set(xlim=(-0.2, 12.8), ylim=(-1.1, 4.1), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
