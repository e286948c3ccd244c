"""Transposed convolution in 1-D: each input number stamps the kernel."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots

W, STRIDE = np.array([1, 3, 2]), 2
X = np.array([2, 1, 4])
SIZE = (len(X) - 1) * STRIDE + len(W)
COLORS = (plots.ACCENT, plots.ACCENT_2, "#2f9d5c")
TEXT = {
    "stamp": "{x} × (1, 3, 2)",
    "sum": "sum",
    "alt": "Three rows, one for each input number 2, 1 and 4. Each holds the "
    "kernel 1 3 2 times that number, two places further to the right. Where "
    "two stamps overlap, in places three and five, the numbers add. The sum "
    "is {y}.",
}


def row(ax, values, left, y, color=None):
    for k, value in enumerate(values):
        ax.add_patch(
            plt.Rectangle(
                (left + k, y), 1, 1, edgecolor=plots.FAINT, linewidth=0.9,
                facecolor=(*to_rgb(color), 0.35) if color else "none",
            )
        )  # fmt: skip
        ax.text(
            left + k + 0.5, y + 0.5, f"{value:d}", ha="center", va="center"
        )


def draw():
    fig, ax = plt.subplots(figsize=(7.2, 3.4))
    total = np.zeros(SIZE, int)
    for i, (x, color) in enumerate(zip(X, COLORS, strict=True)):
        stamp, left, y = x * W, i * STRIDE, 3.9 - 1.3 * i
        total[left : left + len(W)] += stamp
        row(ax, stamp, left, y, color)
        ax.text(
            -0.5, y + 0.5, TEXT["stamp"].format(x=x), ha="right",
            va="center", color=color,
        )  # fmt: skip
    for place in (2, 4):  # where two stamps meet
        ax.add_patch(
            plt.Rectangle(
                (place - 0.08, -0.18), 1.16, 5.2, fill=False,
                edgecolor=plots.INK, linewidth=1, linestyle=":",
            )
        )  # fmt: skip
    ax.plot([0, SIZE], [1.15, 1.15], color=plots.INK, linewidth=1)
    row(ax, total, 0, 0)
    ax.text(-0.5, 0.5, TEXT["sum"], ha="right", va="center")
    ax.set(xlim=(-3.6, SIZE + 0.2), ylim=(-0.3, 5.2), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"].format(y=", ".join(str(v) for v in total)))
    return fig
