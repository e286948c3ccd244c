"""A fully connected layer as a matrix product: 3072 numbers to 10."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots

FEATURES, CLASSES = 32 * 32 * 3, 10
WIDE, NARROW = 6.0, 1.6  # drawn sizes of 3072 and 10; not to scale
TEXT = {
    "weights": "W: {classes} rows of {features} weights",
    "input": "x: {features}\nnumbers",
    "bias": "b",
    "output": "y: {classes}\nscores",
    "row": "one row = one neuron",
    "alt": "A matrix of 10 rows and 3072 columns times a column of 3072 "
    "numbers, plus a column of 10 biases, gives a column of 10 scores. One "
    "row of the matrix is marked: it is one neuron and gives one score.",
}


def block(ax, x, height, width, color, mark=None):
    """A matrix as a rectangle centred on the axis; ``mark`` tints a row."""
    ax.add_patch(
        Rectangle((x, -height / 2), width, height, facecolor=color, alpha=0.22)
    )
    if mark is not None:
        row = height / CLASSES
        ax.add_patch(
            Rectangle(
                (x, height / 2 - (mark + 1) * row), width, row,
                facecolor=plots.ACCENT_2, alpha=0.85,
            )
        )  # fmt: skip
    ax.add_patch(
        Rectangle(
            (x, -height / 2), width, height, fill=False,
            edgecolor=plots.FAINT, linewidth=1,
        )
    )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(8.5, 4.4))
    sizes = {"classes": CLASSES, "features": FEATURES}
    block(ax, 0, NARROW, WIDE, plots.ACCENT, mark=3)
    block(ax, WIDE + 0.7, WIDE, 0.45, plots.ACCENT)
    block(ax, WIDE + 2.1, NARROW, 0.45, plots.ACCENT)
    block(ax, WIDE + 3.5, NARROW, 0.45, plots.ACCENT, mark=3)
    for x, sign in ((0.35, "×"), (1.6, "+"), (3.05, "=")):
        ax.text(WIDE + x, 0, sign, ha="center", va="center", fontsize=16)
    top = NARROW / 2 + 0.25
    ax.text(WIDE / 2, top, TEXT["weights"].format(**sizes), ha="center")
    ax.text(
        WIDE / 2, -top, TEXT["row"], ha="center", va="top",
        color=plots.ACCENT_2,
    )  # fmt: skip
    ax.text(
        WIDE + 1.35, WIDE / 2 - 0.1, TEXT["input"].format(**sizes), va="top"
    )
    ax.text(WIDE + 2.32, top, TEXT["bias"], ha="center")
    ax.text(WIDE + 3.72, top, TEXT["output"].format(**sizes), ha="center")
    ax.set(xlim=(-0.1, WIDE + 4.8), ylim=(-3.1, 3.1), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
