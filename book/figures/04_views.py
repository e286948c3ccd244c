"""Three views of one convolution, in one dimension."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots

X = np.array([2, 0, 1, 3, 1, 2])
W = np.array([1, -1, 2])
OUT = len(X) - len(W) + 1
TEXT = {
    "neuron": "a neuron that looks at one window",
    "matrix": "one row of weights times all windows as columns",
    "shifts": "shifted copies of the input, weighted and added",
    "names": ("input", "weights", "output"),
    "alt": "The row 2 0 1 3 1 2 and the weights 1, -1, 2. First, one window "
    "gives one output. Second, the weights times a matrix whose columns are "
    "the four windows give all four. Third, three shifted copies of the "
    "input times 1, -1 and 2 add up to the same four numbers.",
}


def row(ax, values, x, y, color=plots.FAINT, tint=False):
    """Numbers in a row of cells, the first at (x, y)."""
    for k, value in enumerate(values):
        ax.add_patch(
            plt.Rectangle(
                (x + k, y), 1, 1, edgecolor=color, linewidth=1.2,
                facecolor=(*to_rgb(plots.ACCENT_2), 0.3)
                if tint else "none",
            )
        )  # fmt: skip
        text = f"{value:d}".replace("-", "\N{MINUS SIGN}")
        ax.text(x + k + 0.5, y + 0.5, text, ha="center", va="center")
    return x + len(values)


def neuron(ax, y_all):
    row(ax, X, 0, 0)
    row(ax, X[1:4], 1, 0, plots.ACCENT_2, tint=True)
    row(ax, W, 1, 2, plots.ACCENT)
    for k in range(3):
        ax.plot([1.5 + k] * 2, [1, 2], color=plots.ACCENT, linewidth=1)
        ax.plot([1.5 + k, 2.5], [3, 4], color=plots.ACCENT, linewidth=1)
    row(ax, y_all, 1, 4)
    row(ax, y_all[1:2], 2, 4, plots.ACCENT_2, tint=True)


def matrix(ax, y_all):
    windows = np.array([X[i : i + 3] for i in range(OUT)]).T
    end = row(ax, W, 0, 2, plots.ACCENT)
    ax.text(end + 0.5, 2.5, "×", ha="center", va="center", fontsize=15)
    for u in range(3):
        row(ax, windows[u], end + 1, 3 - u)
    for u in range(3):
        row(ax, windows[u, 1:2], end + 2, 3 - u, plots.ACCENT_2, tint=True)
    ax.text(end + 5.5, 2.5, "=", ha="center", va="center", fontsize=15)
    row(ax, y_all, end + 6, 2)
    row(ax, y_all[1:2], end + 7, 2, plots.ACCENT_2, tint=True)


def shifts(ax, y_all):
    for u in range(3):
        height = 4.2 - 1.2 * u
        row(ax, W[u : u + 1], 0, height, plots.ACCENT)
        ax.text(1.5, height + 0.5, "×", ha="center", va="center", fontsize=13)
        row(ax, X[u : u + OUT], 2, height)
        row(ax, X[u + 1 : u + 2], 3, height, plots.ACCENT_2, tint=True)
    ax.plot([2, 6], [1.6, 1.6], color=plots.INK, linewidth=1)
    row(ax, y_all, 2, 0.4)
    row(ax, y_all[1:2], 3, 0.4, plots.ACCENT_2, tint=True)


def draw():
    y_all = np.correlate(X, W, mode="valid")
    fig, axes = plt.subplots(
        1, 3, figsize=(11, 3.1),
        gridspec_kw={"width_ratios": [6, 13.2, 6.2], "wspace": 0.12},
    )  # fmt: skip
    panels = zip(axes, (neuron, matrix, shifts), (6, 13.2, 6.2), strict=True)
    for ax, panel, width in panels:
        panel(ax, y_all)
        ax.set(xlim=(-0.1, width), ylim=(-0.2, 5.5), aspect="equal")
        ax.set_axis_off()
    for ax, name in zip(axes, ("neuron", "matrix", "shifts"), strict=True):
        words = TEXT[name].split()
        half = (len(words) + 1) // 2
        lines = " ".join(words[:half]), " ".join(words[half:])
        ax.set_title("\n".join(lines), fontsize=10.5)
    plots.describe(fig, TEXT["alt"])
    return fig
