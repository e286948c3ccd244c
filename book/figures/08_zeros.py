"""Stride as zeros: an ordinary convolution over a stretched input."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots

W, STRIDE = np.array([1, 3, 2]), 2
X = np.array([2, 1, 4])
PLACE = 2  # the window that is drawn
TEXT = {
    "in": "input",
    "stretched": "zeros between\nand around",
    "kernel": "kernel, flipped",
    "out": "output",
    "alt": "The input 2, 1, 4 is stretched to 0 0 2 0 1 0 4 0 0. Over the "
    "window 2 0 1 lies the flipped kernel 2 3 1; the sum of products is {y}, "
    "the third of the seven outputs {all}.",
}


def row(ax, values, left, y, tints):
    for k, value in enumerate(values):
        tint = tints[k]
        ax.add_patch(
            plt.Rectangle(
                (left + k, y), 1, 1, edgecolor=plots.FAINT, linewidth=0.9,
                facecolor=(*to_rgb(tint), 0.35) if tint else "none",
            )
        )  # fmt: skip
        ax.text(
            left + k + 0.5, y + 0.5, f"{value:d}", ha="center", va="center"
        )


def draw():
    K = len(W)
    inner = np.zeros((len(X) - 1) * STRIDE + 1, int)
    inner[::STRIDE] = X
    wide = np.pad(inner, K - 1)
    y = np.correlate(wide, W[::-1], mode="valid")
    fig, ax = plt.subplots(figsize=(7.2, 3.9))
    blue, orange = plots.ACCENT, plots.ACCENT_2
    for k, value in enumerate(X):
        row(ax, [value], 2 + 2 * k, 4.9, [blue])
        ax.plot([2.5 + 2 * k] * 2, [4.55, 4.85], color=plots.FAINT)
    row(ax, wide, 0, 3.5, [blue if v else None for v in wide])
    row(ax, W[::-1], PLACE, 2.1, [orange] * K)
    for k in range(K):
        start = PLACE + k + 0.5
        ax.plot([start] * 2, [3.15, 3.45], color=orange)
        ax.plot([start, PLACE + 1.5], [2.05, 1.55], color=orange)
    row(ax, y, 1, 0.5, [orange if k == PLACE else None for k in range(len(y))])
    ax.add_patch(
        plt.Rectangle(
            (PLACE, 3.5), K, 1, fill=False, edgecolor=orange, linewidth=2
        )
    )
    names = zip(
        ("in", "stretched", "kernel", "out"), (5.4, 4, 2.6, 1), strict=True
    )
    for name, height in names:
        ax.text(-0.4, height, TEXT[name], ha="right", va="center")
    ax.set(xlim=(-3.8, len(wide) + 0.2), ylim=(0.3, 6.1), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"].format(y=y[PLACE], all=tuple(y.tolist())))
    return fig
