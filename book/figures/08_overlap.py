"""How many stamps land on each output pixel, for kernels and strides."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnnlab import plots

CASES = ((3, 2), (4, 2), (5, 3), (6, 3))
STAMPS = 5
COLORS = (plots.ACCENT, plots.ACCENT_2)
TEXT = {
    "title": "kernel {k}, stride {s}",
    "count": "stamps on\neach pixel",
    "alt": "Rows of overlapping stamps for four pairs, and below each the "
    "number of stamps on every pixel. {cases}",
    "case": "Kernel {k}, stride {s}: in the middle {counts}.",
}


def panel(ax, K: int, S: int) -> str:
    """Stamps above, bars of their number below; the counts as words."""
    size = (STAMPS - 1) * S + K
    counts = np.zeros(size, int)
    for i in range(STAMPS):
        counts[i * S : i * S + K] += 1
        color = COLORS[i % 2]
        ax.add_patch(
            plt.Rectangle(
                (i * S, 4.6 + 0.75 * (i % 3)), K, 0.55, edgecolor=color,
                facecolor=(*to_rgb(color), 0.35),
            )
        )  # fmt: skip
    for p, count in enumerate(counts):
        ax.add_patch(
            plt.Rectangle(
                (p, 0.9), 1, 1.4 * count, edgecolor=plots.FAINT,
                facecolor=(*to_rgb(plots.ACCENT), 0.25), linewidth=0.8,
            )
        )  # fmt: skip
        ax.text(p + 0.5, 0.4, str(count), ha="center", va="center")
    ax.set(xlim=(-0.2, size + 0.2), ylim=(0, 7.2))
    ax.set_title(TEXT["title"].format(k=K, s=S))
    ax.set_axis_off()
    middle = counts[2 * S : 4 * S]
    shown = " ".join(str(c) for c in middle)
    return TEXT["case"].format(k=K, s=S, counts=shown)


def draw():
    fig, axes = plt.subplots(
        2, 2, figsize=(8.6, 4.9), gridspec_kw={"hspace": 0.35, "wspace": 0.12}
    )
    words = [
        panel(ax, K, S) for ax, (K, S) in zip(axes.flat, CASES, strict=True)
    ]
    for ax in axes[:, 0]:
        ax.text(-0.6, 1.6, TEXT["count"], ha="right", va="center", fontsize=9)
    plots.describe(fig, TEXT["alt"].format(cases=" ".join(words)))
    return fig
