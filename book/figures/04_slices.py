"""The worked patch in colour: three slices, three sums, one number."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

RED = np.array([[93, 139, 101], [26, 252, 196], [135, 240, 48]])
GREEN = np.array([[60, 90, 40], [80, 120, 50], [70, 100, 30]])
BLUE = np.array([[20, 10, 30], [40, 50, 60], [10, 20, 30]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
PATCH = np.stack([RED, GREEN, BLUE])
FILTER = np.stack([SOBEL, -SOBEL, 0 * SOBEL])
BIAS = -100
TEXT = {
    "channels": ("red", "green", "blue"),
    "slice": "its slice of the filter",
    "sum": "sum {value}",
    "total": "{sums} {bias} (bias) = {total}",
    "alt": "Three 3 by 3 patches, red, green and blue, each times its own "
    "slice of the filter. The three sums and the bias are added to one "
    "number, {total}.",
}
COLORS = ("#d03f3f", "#2f9d5c", plots.ACCENT)


def signed(value: int) -> str:
    return f"{value:+d}".replace("-", "\N{MINUS SIGN}")


def draw():
    fig, axes = plt.subplots(
        3, 2, figsize=(4.9, 6.6), gridspec_kw={"wspace": 0.35, "hspace": 0.3}
    )
    sums = (PATCH * FILTER).sum(axis=(1, 2))
    for c, (patch, kernel) in enumerate(zip(PATCH, FILTER, strict=True)):
        left, right = axes[c]
        plots.show_grid(patch, left, TEXT["channels"][c])
        left.title.set(color=COLORS[c], weight="bold")
        plots.show_grid(kernel, right, TEXT["slice"] if c == 0 else "")
        left.text(3.45, 1.5, "×", ha="center", va="center", fontsize=18)
        right.text(
            3.2, 1.5, TEXT["sum"].format(value=signed(sums[c])),
            va="center", fontsize=13, color=COLORS[c],
        )  # fmt: skip
    total = sums.sum() + BIAS
    words = TEXT["total"].format(
        sums=" ".join(signed(s) for s in sums), bias=signed(BIAS), total=total
    )
    axes[2, 0].text(
        0, 3.7, words, fontsize=13, weight="bold", color=plots.ACCENT_2
    )
    plots.describe(fig, TEXT["alt"].format(total=total))
    return fig
