"""Squeeze and excitation, from maps to one weight a channel and back."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

CHANNELS = 8
# Invented weights between 0 and 1, one for each channel shown
WEIGHTS = np.array([0.9, 0.2, 0.6, 0.1, 0.75, 0.4, 0.95, 0.3])
TEXT = {
    "maps": "$u$: $C$ maps",
    "squeeze": "squeeze:\nmean of each map",
    "z": "$z$: $C$",
    "w1": "$W_1$, ReLU",
    "middle": "$C/r$",
    "w2": "$W_2$, sigmoid",
    "s": "$s$: $C$",
    "scale": "scale: each map\ntimes its weight",
    "out": "$s_c\\,u_c$",
    "alt": "A stack of maps goes two ways. One way is squeezed to one number "
    "a map, passes a narrow layer and a wide one, and becomes one weight "
    "between 0 and 1 for each map. The other way goes straight on and is "
    "multiplied by these weights: some maps come out strong, some faint.",
}


def draw_maps(ax, x: float, y: float, strengths: np.ndarray) -> None:
    """Two rows of squares, tinted by their strength."""
    rgb = plt.matplotlib.colors.to_rgb(plots.ACCENT)
    for c, strength in enumerate(strengths):
        row, column = divmod(c, CHANNELS // 2)
        ax.add_patch(
            plt.Rectangle(
                (x + 0.62 * column, y + 0.62 * row), 0.54, 0.54,
                linewidth=0.8, edgecolor=plots.FAINT,
                facecolor=(*rgb, strength),
            )
        )  # fmt: skip


def draw_vector(ax, x: float, y: float, strengths: np.ndarray) -> None:
    """A column of cells, centred on `y`."""
    bottom = y - 0.15 * len(strengths)
    rgb = plt.matplotlib.colors.to_rgb(plots.ACCENT_2)
    for c, strength in enumerate(strengths):
        ax.add_patch(
            plt.Rectangle(
                (x, bottom + 0.3 * c), 0.3, 0.3, linewidth=0.8,
                edgecolor=plots.FAINT, facecolor=(*rgb, strength),
            )
        )  # fmt: skip


def arrow(ax, start, end, text="", up=0.15) -> None:
    ax.annotate(
        "", end, start, arrowprops={"arrowstyle": "->", "color": plots.FAINT}
    )
    middle = (start[0] + end[0]) / 2
    ax.text(middle, start[1] + up, text, ha="center", va="bottom",
            fontsize=9.5)  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(10, 4))
    even = np.full(CHANNELS, 0.35)
    draw_maps(ax, 0, 0.7, even)
    draw_maps(ax, 10.9, 0.7, WEIGHTS)
    draw_vector(ax, 4.3, 3.4, even)
    draw_vector(ax, 6.5, 3.4, np.array([0.5, 0.5]))
    draw_vector(ax, 8.7, 3.4, WEIGHTS)
    arrow(ax, (1.3, 3.4), (4.15, 3.4), TEXT["squeeze"])
    arrow(ax, (4.75, 3.4), (6.35, 3.4), TEXT["w1"])
    arrow(ax, (6.95, 3.4), (8.55, 3.4), TEXT["w2"])
    ax.plot([1.25, 1.25], [2.1, 3.4], color=plots.FAINT, linewidth=1)
    arrow(ax, (2.6, 1.3), (10.7, 1.3))
    arrow(ax, (8.85, 2.1), (8.85, 1.4))
    ax.text(8.6, 0.95, TEXT["scale"], ha="center", va="top", fontsize=9.5)
    for x, y, key in ((1.1, 0.25, "maps"), (4.45, 4.85, "z"),
                      (6.65, 4.0, "middle"), (8.85, 4.85, "s"),
                      (12, 0.25, "out")):  # fmt: skip
        ax.text(x, y, TEXT[key], ha="center", va="center")
    ax.set(xlim=(-0.2, 13.4), ylim=(-0.1, 5.2), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
