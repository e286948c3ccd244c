"""Channel shuffle: reshape, transpose, reshape."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

from cnnlab import plots

GROUPS, SIZE = 3, 4
HUES = (plots.ACCENT, plots.ACCENT_2, "#3a9d6e")
TEXT = {
    "row": "{n} channels, in {groups} groups",
    "matrix": "reshape: ({groups}, {size})",
    "turned": "transpose: ({size}, {groups})",
    "dealt": "reshape: every new group holds channels of all old ones",
    "alt": "Twelve channels in three colours. Written as a table of three "
    "rows and four columns, transposed, and read row by row, the three "
    "colours alternate.",
}


def draw_table(ax, table: np.ndarray, x: float, y: float) -> None:
    """Numbers of channels in cells, coloured by their old group."""
    for (i, j), channel in np.ndenumerate(table):
        ax.add_patch(
            Rectangle(
                (x + j, y - i), 1, 1, facecolor=HUES[channel // SIZE],
                alpha=0.45, edgecolor=plots.FAINT, linewidth=0.8,
            )
        )  # fmt: skip
        ax.text(
            x + j + 0.5, y - i + 0.5, str(channel), ha="center", va="center"
        )


def draw_groups(ax, x: float, y: float, size: int) -> None:
    """A bracket under each group of ``size`` channels."""
    for start in range(0, GROUPS * SIZE, size):
        ax.plot(
            [x + start + 0.1, x + start + size - 0.1], [y, y],
            color=plots.INK, linewidth=2.2,
        )  # fmt: skip


def arrow(ax, start, end) -> None:
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=13,
            color=plots.FAINT, linewidth=1.2,
        )
    )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(7.6, 5.2))
    channels = np.arange(GROUPS * SIZE)
    table = channels.reshape(GROUPS, SIZE)
    draw_table(ax, channels[None], 0, 9)
    draw_groups(ax, 0, 8.7, SIZE)
    draw_table(ax, table, 0.5, 5.5)
    draw_table(ax, table.T, 8, 6)
    draw_table(ax, table.T.reshape(1, -1), 0, 0)
    draw_groups(ax, 0, -0.3, SIZE)
    arrow(ax, (2.5, 8.4), (2.5, 7.5))
    arrow(ax, (4.8, 5.0), (7.7, 5.0))
    arrow(ax, (9.5, 2.8), (9.5, 1.3))
    words = {
        "row": (6, 10.35), "matrix": (2.5, 2.7),
        "turned": (9.5, 7.35), "dealt": (6, -1.15),
    }  # fmt: skip
    counts = {"n": GROUPS * SIZE, "groups": GROUPS, "size": SIZE}
    for name, (x, y) in words.items():
        ax.text(x, y, TEXT[name].format(**counts), ha="center", va="center")
    ax.set(xlim=(-0.3, 12.3), ylim=(-1.6, 10.8), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
