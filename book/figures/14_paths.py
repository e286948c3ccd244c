"""Three residual blocks in a row, and the eight paths through them."""

from itertools import product

import matplotlib.pyplot as plt

from cnnlab import plots

BLOCKS = 3
TEXT = {
    "block": "$F_{number}$",
    "stack": "three blocks in a row",
    "paths": "all ways from input to output",
    "length": "length {length}: {count}",
    "alt": "Left: three residual blocks in a row, each with an arc around "
    "it. Right: the eight paths through them: one that passes no block, "
    "three that pass one, three that pass two, one that passes all three.",
}
HEIGHT = 0.5  # of a box


def draw_box(ax, x: float, y: float, number: int, width: float = 0.7) -> None:
    ax.add_patch(
        plt.Rectangle(
            (x - width / 2, y - HEIGHT / 2), width, HEIGHT, linewidth=1.2,
            edgecolor=plots.ACCENT,
            facecolor=(*plt.matplotlib.colors.to_rgb(plots.ACCENT), 0.25),
        )
    )  # fmt: skip
    ax.text(
        x, y, TEXT["block"].format(number=number), ha="center", va="center"
    )


def draw_line(ax, start: float, end: float, y: float, boxes, color) -> None:
    """A line from start to end with a gap for each box."""
    edges = [start, *(x + s for x in boxes for s in (-0.35, 0.35)), end]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        ax.plot([left, right], [y, y], color=color, zorder=0)


def draw_stack(ax) -> None:
    """Boxes on a line, an arc around each, a dot for each sum."""
    places = [0.9 + 1.6 * n for n in range(BLOCKS)]
    draw_line(ax, -0.3, 5.3, 0, places, plots.FAINT)
    for n, x in enumerate(places):
        arc = plt.matplotlib.patches.FancyArrowPatch(
            (x - 0.7, 0), (x + 0.7, 0), connectionstyle="arc3,rad=-0.7",
            arrowstyle="-", color=plots.ACCENT_2, linewidth=1.8,
        )  # fmt: skip
        ax.add_patch(arc)
        draw_box(ax, x, 0, n + 1)
        ax.text(x + 0.7, 0, "+", ha="center", va="center", fontsize=13,
                bbox={"boxstyle": "circle,pad=0.1", "facecolor": plots.FAINT,
                      "edgecolor": "none"})  # fmt: skip
    ax.set_title(TEXT["stack"])
    ax.set(xlim=(-0.4, 5.5), ylim=(-2.4, 2.4))


def draw_paths(ax) -> None:
    """A row for each path, the short ones on top."""
    ways = sorted(product((0, 1), repeat=BLOCKS), key=lambda way: sum(way))
    for row, way in enumerate(ways):
        y = -0.75 * row
        taken = [n for n in range(BLOCKS) if way[n]]
        places = [0.9 + 1.4 * n for n in taken]
        draw_line(ax, 0, 4.6, y, places, plots.ACCENT_2)
        for n, x in zip(taken, places, strict=True):
            draw_box(ax, x, y, n + 1)
    for length in range(BLOCKS + 1):
        rows = [r for r, way in enumerate(ways) if sum(way) == length]
        words = TEXT["length"].format(length=length, count=len(rows))
        ax.text(4.9, -0.75 * sum(rows) / len(rows), words, va="center")
    ax.set_title(TEXT["paths"])
    ax.set(xlim=(-0.2, 6.8), ylim=(-5.7, 0.5))


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.8))
    draw_stack(axes[0])
    draw_paths(axes[1])
    for ax in axes:
        ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
