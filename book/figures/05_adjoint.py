"""im2col of one row, and its adjoint: the same wires, read backwards."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.im2col import col2im, im2col

SIZE, K = 5, 3
WINDOWS = SIZE - K + 1
GAP = 0.6  # between windows
TEXT = {
    "forward": "im2col: each wire copies",
    "backward": "col2im: wires that meet add",
    "pixels": "pixels",
    "windows": "windows",
    "alt": "Five pixels are joined to three windows of three. Forwards the "
    "pixels a to e are copied into the windows. Backwards ones in the "
    "windows run down the same wires and add up to {counts}.",
}


def place(window: int, tap: int) -> float:
    """Where an entry of the columns is drawn."""
    return window * (K + GAP) + tap


def panel(ax, title: str, below, above, backward: bool) -> None:
    width = WINDOWS * K + (WINDOWS - 1) * GAP
    first = (width - SIZE * 1.4) / 2
    x = [first + 1.4 * p + 0.5 for p in range(SIZE)]
    for window in range(WINDOWS):
        for tap in range(K):
            p = window + tap
            top = place(window, tap) + 0.5
            start, end = (x[p], 0.95), (top, 3.0)
            if backward:
                start, end = end, start
            ax.annotate(
                "", end, start,
                arrowprops={
                    "arrowstyle": "->", "linewidth": 1.1,
                    "color": plots.ACCENT_2 if p == SIZE // 2 else plots.FAINT,
                },
            )  # fmt: skip
            cell(ax, top, 3.05, above[window][tap])
    for p, text in enumerate(below):
        cell(ax, x[p], -0.05, text)
    ax.set(xlim=(-0.2, width + 0.2), ylim=(-0.2, 4.2), aspect="equal")
    ax.set_title(title)
    ax.set_axis_off()


def cell(ax, x: float, y: float, text: str) -> None:
    ax.add_patch(
        plt.Rectangle((x - 0.5, y), 1, 1, fill=False, edgecolor=plots.FAINT)
    )
    ax.text(x, y + 0.5, text, ha="center", va="center")


def draw():
    row = np.ones((1, 1, 1, SIZE))
    counts = col2im(im2col(row, (1, K)), row.shape, (1, K)).ravel()
    sums = [f"{c:.0f}" for c in counts]
    letters = "abcde"
    windows = [letters[i : i + K] for i in range(WINDOWS)]
    fig, axes = plt.subplots(1, 2, figsize=(10.5, 2.9))
    panel(axes[0], TEXT["forward"], letters, windows, backward=False)
    panel(axes[1], TEXT["backward"], sums, ["1" * K] * WINDOWS, backward=True)
    plots.describe(fig, TEXT["alt"].format(counts=", ".join(sums)))
    return fig
