"""One small colour image: its axes, and its order in memory."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from cnnlab import plots

C, H, W = 3, 2, 4
COLORS = ("#c0485a", "#3a9d6e", plots.ACCENT)
TEXT = {
    "W": "column j",
    "H": "row i",
    "C": "channel {c}",
    "size": "C = {C}\nH = {H}\nW = {W}",
    "first": "(N, C, H, W): PyTorch, this book",
    "last": "(N, H, W, C): image files, channels last",
    "alt": "An image of three channels, two rows and four columns, and its "
    "24 numbers in a line. Channels first: eight of the first channel, eight "
    "of the second, eight of the third. Channels last: the three channels "
    "take turns.",
}


def cell(ax, x: float, y: float, c: int, size: float = 1.0) -> None:
    face = (*to_rgb(COLORS[c]), 0.35)
    ax.add_patch(
        Rectangle((x, y), size, size, facecolor=face, edgecolor=plots.FAINT)
    )


def draw_planes(ax) -> None:
    """The channels side by side, each cell with its row and column."""
    for c in range(C):
        left = c * (W + 1)
        for i, j in np.ndindex(H, W):
            cell(ax, left + j, H - 1 - i, c)
            where = (left + j + 0.5, H - i - 0.5)
            ax.text(*where, f"{i},{j}", ha="center", va="center", fontsize=9)
        name = TEXT["C"].format(c=c)
        ax.text(left + W / 2, H + 0.35, name, ha="center", va="center")
    ax.text(W / 2, -0.4, TEXT["W"], ha="center", va="center")
    ax.text(-0.4, H / 2, TEXT["H"], ha="center", va="center", rotation=90)
    size = TEXT["size"].format(C=C, H=H, W=W)
    ax.text(C * (W + 1), H / 2, size, va="center")
    ax.set(xlim=(-0.8, 19.5), ylim=(-0.9, H + 0.8), aspect="equal")
    ax.set_axis_off()


def draw_memory(ax) -> None:
    """All numbers in the order in which they lie in memory."""
    channel = np.arange(C)[:, None, None] + np.zeros((C, H, W), int)
    orders = {"first": channel, "last": channel.transpose(1, 2, 0)}
    for y, (name, array) in zip((2.6, 0), orders.items(), strict=True):
        for place, c in enumerate(array.ravel()):
            cell(ax, place, y, c)
            ax.text(place + 0.5, y + 0.5, str(c), ha="center", va="center")
        ax.text(0, y + 1.35, TEXT[name], va="center")
    ax.set(xlim=(-0.2, C * H * W + 0.2), ylim=(-0.3, 4.6), aspect="equal")
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(
        2, 1, figsize=(8, 3.8), gridspec_kw={"height_ratios": [1.25, 1]}
    )
    draw_planes(axes[0])
    draw_memory(axes[1])
    plots.describe(fig, TEXT["alt"])
    return fig
