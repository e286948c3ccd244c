"""The matrix of a strided 1-D convolution, and its transpose at work."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots
from cnnlab.reference.conv1d import conv1d
from cnnlab.shapes import transposed_size

W, STRIDE = np.array([1, 3, 2]), 2
X = np.array([2, 1, 4])
SIZE = transposed_size(len(X), len(W), STRIDE)
COLORS = (plots.ACCENT, plots.ACCENT_2, "#2f9d5c")
TEXT = {
    "forward": "the convolution: 7 numbers to 3",
    "backward": "its transpose: 3 numbers to 7",
    "alt": "A matrix of 3 rows and 7 columns. The rows hold 1 3 2, each two "
    "places further to the right. Beside it the transposed matrix of 7 rows "
    "and 3 columns, times the column 2, 1, 4, is the column {y}.",
}


def cells(ax, values, left, color_of, blank_zeros=False) -> float:
    """A table of numbers, centred on y = 0; its right edge."""
    H, width = values.shape
    for (i, j), value in np.ndenumerate(values):
        y = H / 2 - 1 - i
        color = color_of(i, j)
        tinted = color is not None and value != 0
        ax.add_patch(
            plt.Rectangle(
                (left + j, y), 1, 1, edgecolor=plots.FAINT, linewidth=0.8,
                facecolor=(*to_rgb(color), 0.35) if tinted else "none",
            )
        )  # fmt: skip
        faint = blank_zeros and value == 0
        ax.text(
            left + j + 0.5, y + 0.5, f"{value:d}", ha="center", va="center",
            color=plots.FAINT if faint else plots.INK,
        )  # fmt: skip
    return left + width


def draw():
    identity = np.eye(SIZE, dtype=int)[:, None]  # one impulse a row
    A = conv1d(identity, W[None, None], stride=STRIDE)[:, 0].T.astype(int)
    y = A.T @ X
    fig, ax = plt.subplots(figsize=(9.5, 4.2))
    end = cells(ax, A, 0, lambda i, j: COLORS[i], blank_zeros=True)
    start = end + 2.5
    end = cells(ax, A.T, start, lambda i, j: COLORS[j], blank_zeros=True)
    ax.text(end + 0.5, 0, "×", ha="center", va="center", fontsize=16)
    end = cells(ax, X[:, None], end + 1, lambda i, j: COLORS[i])
    ax.text(end + 0.5, 0, "=", ha="center", va="center", fontsize=16)
    end = cells(ax, y[:, None], end + 1, lambda i, j: None)
    ax.text(3.5, 4.1, TEXT["forward"], ha="center", fontsize=11)
    ax.text((start + end) / 2, 4.1, TEXT["backward"], ha="center", fontsize=11)
    ax.text(3.5, -2.3, "$A$", ha="center", fontsize=14)
    ax.text(start + 1.5, -4.2, r"$A^\top$", ha="center", fontsize=14)
    ax.set(xlim=(-0.2, end + 0.2), ylim=(-4.4, 4.7), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"].format(y=", ".join(map(str, y))))
    return fig
