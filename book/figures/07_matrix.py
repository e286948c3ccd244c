"""A sentence as a matrix over time, under a filter three words high."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots

WORDS = ["the", "food", "was", "not", "very", "good"]
TABLE = np.vstack([np.zeros((3, 3), int), np.eye(3, dtype=int)])
KERNEL = np.eye(3, dtype=int)
BIAS = -2
TEXT = {
    "channels": ("negates", "strengthens", "pleases"),
    "time": "time",
    "kernel": "filter, bias {bias}",
    "output": "one number\na window",
    "max": "max over time",
    "alt": "Six words under each other, three numbers beside each. A filter "
    "of 3 by 3 lies on the rows of not, very, good. Down the sentence it "
    "gives -2, -2, -2 and 1; the largest, 1, is the output.",
}


def cells(ax, values, x, y, color=plots.FAINT, tint=None):
    """A matrix as numbers in cells, its top left corner at (x, y)."""
    for (i, j), value in np.ndenumerate(values):
        tinted = tint is not None and tint[i, j]
        face = (*to_rgb(plots.ACCENT_2), 0.3) if tinted else "none"
        ax.add_patch(
            plt.Rectangle(
                (x + j, y + i), 1, 1, edgecolor=color, facecolor=face,
                linewidth=1.2,
            )
        )  # fmt: skip
        text = f"{value:d}".replace("-", "\N{MINUS SIGN}")
        ax.text(x + j + 0.5, y + i + 0.5, text, ha="center", va="center")


def sentence(ax):
    tint = np.arange(6)[:, None] >= np.full(3, 3)
    cells(ax, TABLE, 0, 0, tint=tint)
    for i, word in enumerate(WORDS):
        ax.text(-0.3, i + 0.5, word, ha="right", va="center")
    for j, name in enumerate(TEXT["channels"]):
        ax.text(j + 0.4, -0.2, name, rotation=35, fontsize=9)
    ax.annotate(
        "", (-2.2, 6), (-2.2, 0), arrowprops={"arrowstyle": "->"}
    )  # fmt: skip
    ax.text(-2.5, 3, TEXT["time"], rotation=90, ha="right", va="center")


def draw():
    windows = np.array([TABLE[i : i + 3] for i in range(4)])
    y = (windows * KERNEL).sum(axis=(1, 2)) + BIAS
    fig, ax = plt.subplots(figsize=(8.5, 4))
    sentence(ax)
    cells(ax, KERNEL, 5, 3, plots.ACCENT)
    label = TEXT["kernel"].format(bias=f"\N{MINUS SIGN}{-BIAS}")
    ax.text(6.5, 6.5, label, ha="center", va="center", fontsize=10)
    for side in (3, 6):
        ax.plot([3, 5], [side, side], color=plots.ACCENT, linewidth=0.8)
    cells(ax, y[:, None], 10, 1, tint=(y == y.max())[:, None])
    ax.text(10.5, 0.5, TEXT["output"], ha="center", va="bottom", fontsize=9)
    ax.annotate("", (9.8, 4.5), (8.2, 4.5), arrowprops={"arrowstyle": "->"})
    ax.annotate("", (13.2, 4.5), (11.2, 4.5), arrowprops={"arrowstyle": "->"})
    cells(ax, y.max()[None, None], 13.4, 4, tint=np.ones((1, 1)))
    ax.text(13.9, 5.6, TEXT["max"], ha="center", va="center", fontsize=10)
    ax.set(xlim=(-3.4, 15.4), ylim=(7, -1.9), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
