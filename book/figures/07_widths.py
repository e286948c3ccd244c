"""Filters of several widths side by side, then the maximum over time."""

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from cnnlab import plots

WORDS = ["the", "food", "was", "not", "really", "very", "good", "."]
WIDTHS = {2: plots.ACCENT, 3: plots.ACCENT_2, 4: plots.FAINT}
STARTS = {2: 0, 3: 4, 4: 3}  # the windows that are outlined
FILTERS = 2  # of each width
TEXT = {
    "steps": ("words", "embedding", "maps", "max over time", "linear"),
    "width": "K = {K}",
    "classes": ("negative", "positive"),
    "alt": "Eight words with five numbers each. Two filters of each of the "
    "widths 2, 3 and 4 give maps of 7, 6 and 5 numbers. The largest of each "
    "map is kept; the six go through a linear layer to two classes.",
}


def column(ax, x, y, count, color, face=0.0, height=1.0):
    for i in range(count):
        ax.add_patch(
            plt.Rectangle(
                (x, y + i * height), 1, height, edgecolor=color,
                facecolor=(*to_rgb(color), face), linewidth=1,
            )
        )  # fmt: skip


def maps(ax):
    """Maps and their maxima; returns the places of the maxima."""
    length, x, ends = len(WORDS), 11, []
    for K, color in WIDTHS.items():
        left = x
        for _ in range(FILTERS):
            column(ax, x, (K - 1) / 2, length - K + 1, color, 0.15)
            row = len(ends) + 1
            column(ax, 21, row, 1, color, 0.35)
            ends.append(row + 0.5)
            x += 1.2
        ax.text(
            left + 1.1, 9, TEXT["width"].format(K=K), ha="center", color=color
        )
        x += 0.6
    return ends


def draw():
    fig, ax = plt.subplots(figsize=(9.5, 3.8))
    for i, word in enumerate(WORDS):
        ax.text(1.6, i + 0.5, word, ha="right", va="center")
    for j in range(5):
        column(ax, 2 + j, 0, len(WORDS), plots.FAINT)
    for K, color in WIDTHS.items():
        box = plt.Rectangle(
            (2.5 - 0.1 * K, STARTS[K] + 0.1), 4 + 0.2 * K, K - 0.2,
            edgecolor=color, fill=False, linewidth=2,
        )  # fmt: skip
        ax.add_patch(box)
    for y in maps(ax):
        for out in (3, 5):
            ax.plot([22, 26], [y, out], color=plots.FAINT, linewidth=0.6)
    for out, name in zip((3, 5), TEXT["classes"], strict=True):
        ax.add_patch(plt.Circle((26, out), 0.35, color=plots.ACCENT))
        ax.text(26.7, out, name, va="center")
    for x0, x1 in ((7.5, 10.5), (19.2, 20.6)):
        ax.annotate("", (x1, 4), (x0, 4), arrowprops={"arrowstyle": "->"})
    places = (1.6, 4.5, 15, 21.5, 25)
    for x, name in zip(places, TEXT["steps"], strict=True):
        right = "right" if x < 2 else "center"
        ax.text(x, -0.6, name, ha=right, va="bottom", fontsize=10)
    ax.set(xlim=(-1.5, 30), ylim=(9.3, -1.8))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
