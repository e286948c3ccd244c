"""Which maps of S2 each map of C3 sees in LeNet-5 as published."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.models.lenet import C3_TABLE

TEXT = {
    "x": "map of C3",
    "y": "map of S2",
    "groups": ("3 in a row", "4 in a row", "2 + 2", "all"),
    "alt": "A grid of 6 rows and 16 columns, {n} of 96 cells filled. The "
    "first six columns hold three neighbouring maps each, the next six four "
    "neighbouring ones, the next three two pairs, the last column all six.",
}
GROUPS = (0, 6, 12, 15, 16)  # where each kind of column begins


def draw():
    rows = [row.split() for row in C3_TABLE]
    fig, ax = plt.subplots(figsize=(8.5, 3.9), layout="constrained")
    filled = 0
    for i, row in enumerate(rows):
        for j, mark in enumerate(row):
            filled += mark == "X"
            ax.add_patch(
                Rectangle(
                    (j + 0.06, i + 0.06), 0.88, 0.88, linewidth=0.8,
                    edgecolor=plots.FAINT,
                    facecolor=plots.ACCENT if mark == "X" else "none",
                )
            )  # fmt: skip
    for j in range(len(rows[0])):
        seen = sum(row[j] == "X" for row in rows)
        ax.text(j + 0.5, 6.4, seen, ha="center", color=plots.ACCENT_2)
    ax.text(-0.2, 6.4, "Σ", ha="right", color=plots.ACCENT_2)
    for k, name in enumerate(TEXT["groups"]):
        first, last = GROUPS[k] + 0.1, GROUPS[k + 1] - 0.1
        ax.plot([first, last], [-0.25, -0.25], color=plots.FAINT)
        ax.text((first + last) / 2, -0.4, name, ha="center", fontsize=10)
    ax.set_xticks([j + 0.5 for j in range(16)], range(16))
    ax.set_yticks([i + 0.5 for i in range(6)], range(6))
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=0)
    ax.spines[:].set_visible(False)
    ax.set(xlim=(-0.5, 16.1), ylim=(6.6, -1.0), aspect="equal")
    ax.set_xlabel(TEXT["x"])
    ax.set_ylabel(TEXT["y"])
    plots.describe(fig, TEXT["alt"].format(n=filled))
    return fig
