"""A pixel and its four neighbours, in the image and in the vector."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from cnnlab import plots

SIDE, PIXEL = 6, 14
TEXT = {
    "image": "image, 6 × 6",
    "vector": "the same 36 numbers as a vector",
    "alt": "A 6 by 6 grid of numbered pixels with pixel 14 and its four "
    "neighbours 8, 13, 15 and 20 marked. In the vector below, 13 and 15 "
    "stand beside 14; 8 and 20 are six places away.",
}


def cell(ax, column: float, row: float, number: int) -> None:
    near = number in (PIXEL - SIDE, PIXEL - 1, PIXEL + 1, PIXEL + SIDE)
    color = plots.ACCENT_2 if number == PIXEL else plots.ACCENT
    marked = near or number == PIXEL
    ax.add_patch(
        Rectangle(
            (column, row), 1, 1, linewidth=0.8, edgecolor=plots.FAINT,
            facecolor=(*plt.matplotlib.colors.to_rgb(color), 0.45 * marked),
        )
    )  # fmt: skip
    ax.text(
        column + 0.5, row + 0.5, str(number), ha="center", va="center",
        fontsize=9, weight="bold" if marked else "normal",
    )  # fmt: skip


def draw():
    fig, axes = plt.subplots(
        2, 1, figsize=(10, 3.6), gridspec_kw={"height_ratios": [6, 1.3]}
    )
    for number in np.arange(SIDE**2):
        row, column = divmod(int(number), SIDE)
        cell(axes[0], column, row, int(number))
        cell(axes[1], int(number), 0, int(number))
    axes[0].set(xlim=(-15.1, SIDE + 15.1), ylim=(SIDE + 0.1, -0.1))
    axes[1].set(xlim=(-0.1, SIDE**2 + 0.1), ylim=(1.1, -0.1))
    for ax, name in zip(axes, ("image", "vector"), strict=True):
        ax.set_title(TEXT[name])
        ax.set_aspect("equal")
        ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
