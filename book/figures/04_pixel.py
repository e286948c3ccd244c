"""A 1x1 convolution: one small dense layer, used at every pixel."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots

SIDE, C_IN, C_OUT = 4, 3, 5
PIXEL = (1, 2)  # row, column
TEXT = {
    "in": "{h}×{w}×{c}",
    "layer": "the same {i}×{o} weights\nat every pixel",
    "alt": "A grid of 4 by 4 pixels with 3 channels. The three numbers of one "
    "pixel are connected with each of five new numbers, which stand at the "
    "same pixel of a grid with 5 channels.",
}


def grid(ax, x, channels):
    """The volume from the front, with one pixel marked."""
    for layer in range(channels - 1, -1, -1):
        shift = 0.22 * layer
        ax.add_patch(
            Rectangle(
                (x + shift, shift), SIDE, SIDE, edgecolor=plots.FAINT,
                facecolor="none", linewidth=0.8,
            )
        )  # fmt: skip
    for k in range(1, SIDE):
        ax.plot([x + k] * 2, [0, SIDE], color=plots.FAINT, linewidth=0.6)
        ax.plot([x, x + SIDE], [k] * 2, color=plots.FAINT, linewidth=0.6)
    row, column = PIXEL
    corner = (x + column, SIDE - 1 - row)
    ax.add_patch(Rectangle(corner, 1, 1, color=plots.ACCENT_2))
    name = TEXT["in"].format(h=SIDE, w=SIDE, c=channels)
    ax.text(x + SIDE / 2, -0.6, name, ha="center")
    return corner[0] + 0.5, corner[1] + 0.5


def column_of(count):
    """Heights of `count` units around the middle."""
    return [2.3 + 0.95 * (k - (count - 1) / 2) for k in range(count)]


def draw():
    fig, ax = plt.subplots(figsize=(9.5, 3.6))
    first, second = grid(ax, 0, C_IN), grid(ax, 14, C_OUT)
    left, right = 7.2, 11.2
    for a in column_of(C_IN):
        for b in column_of(C_OUT):
            ax.plot(
                [left, right], [a, b], color=plots.ACCENT, linewidth=1.2,
                zorder=1,
            )  # fmt: skip
    for x, count in ((left, C_IN), (right, C_OUT)):
        ax.scatter(
            [x] * count, column_of(count), s=150, zorder=2,
            color=plots.ACCENT_2,
        )  # fmt: skip
    arrow = {"arrowstyle": "->", "color": plots.ACCENT_2}
    ax.annotate("", (left - 0.4, 2.3), first, arrowprops=arrow)
    ax.annotate("", second, (right + 0.4, 2.3), arrowprops=arrow)
    words = TEXT["layer"].format(i=C_IN, o=C_OUT)
    ax.text((left + right) / 2, -0.9, words, ha="center")
    ax.set(xlim=(-0.3, 19.4), ylim=(-1.3, 5.2), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
