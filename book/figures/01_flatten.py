"""A 4 x 4 image, cut into rows, and the rows laid end to end."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from cnnlab import plots

SIZE = 4
MARKED = (1, 2)
COLORS = ("#2f7fd0", "#d9731a", "#3a9d6e", "#a05cc0")
TEXT = {
    "image": "4×4 image",
    "vector": "vector of 16 numbers",
    "rule": "row {i}, column {j}   becomes   number {i}·4 + {j} = {k}",
    "alt": "A 4 by 4 image whose rows have four colours. Below it the rows "
    "lie end to end as a vector of 16 numbers. The pixel in row 1, column 2 "
    "is number 6 of the vector, and the pixel below it is number 10.",
}


def cell(ax, x: float, y: float, number: int) -> None:
    """One number, tinted by the row that it comes from."""
    i, j = divmod(number, SIZE)
    marked = (i, j) == MARKED
    ax.add_patch(
        Rectangle(
            (x, y), 1, 1, facecolor=COLORS[i], alpha=0.75 if marked else 0.28
        )
    )
    ax.add_patch(
        Rectangle(
            (x, y), 1, 1, fill=False, edgecolor=plots.FAINT, linewidth=0.8
        )
    )
    ax.text(
        x + 0.5, y + 0.5, str(number), ha="center", va="center",
        weight="bold" if marked else "normal",
    )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(8, 3.9))
    left = 6
    for number in np.arange(SIZE**2):
        i, j = divmod(int(number), SIZE)
        cell(ax, left + j, 3 + SIZE - 1 - i, int(number))
        cell(ax, float(number), 0, int(number))
    i, j = MARKED
    ax.annotate(
        "", (i * SIZE + j + 0.5, 1.05),
        (left + j + 0.5, 3 + SIZE - 1 - i + 0.1),
        arrowprops={"arrowstyle": "->", "color": plots.FAINT},
    )  # fmt: skip
    ax.text(left + 2, 7.3, TEXT["image"], ha="center")
    rule = TEXT["rule"].format(i=i, j=j, k=i * SIZE + j)
    ax.text(8, -0.85, f"{TEXT['vector']}:   {rule}", ha="center")
    ax.set(xlim=(-0.1, 16.1), ylim=(-1.3, 7.9), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
