"""F(2, 3) as a wiring: four pixels, four products, two outputs."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch

from cnnlab import plots

# Sums of the pixels, and the products that each output collects.
PIXELS = [(1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, -1, 0, 1)]
OUTPUTS = [(1, 1, 1, 0), (0, 1, -1, 1)]
KERNEL = [
    r"$g_0$",
    r"$\frac{1}{2}(g_0 + g_1 + g_2)$",
    r"$\frac{1}{2}(g_0 - g_1 + g_2)$",
    r"$g_2$",
]
X_PIXEL, X_BOX, X_OUT = 0.0, 4.2, 9.0
TEXT = {
    "alt": "Four pixels d0 to d3. Lines lead to four boxes: d0 minus d2 "
    "times g0; d1 plus d2 times half of g0 plus g1 plus g2; d2 minus d1 "
    "times half of g0 minus g1 plus g2; d3 minus d1 times g2. Output y0 adds "
    "the first three products; y1 is the second minus the third plus the "
    "fourth.",
}


def wire(ax, start, end, sign: int) -> None:
    """A line that adds or, dashed, subtracts; nothing for sign 0."""
    if sign == 0:
        return
    ax.plot(
        *zip(start, end, strict=True),
        color=plots.ACCENT if sign > 0 else plots.ACCENT_2,
        linestyle="-" if sign > 0 else (0, (4, 2)), linewidth=1.6, zorder=1,
    )  # fmt: skip


def box(ax, x: float, y: float, width: float, text: str) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - 0.3), width, 0.6, edgecolor=plots.INK,
            facecolor="none", linewidth=1, boxstyle="round,pad=0.02", zorder=2,
        )
    )  # fmt: skip
    ax.text(x, y, text, ha="center", va="center", fontsize=12)


def draw():
    fig, ax = plt.subplots(figsize=(8.5, 3.6))
    rows = [3 - k for k in range(4)]
    for k, y in enumerate(rows):
        box(ax, X_PIXEL, y, 0.7, f"$d_{k}$")
        box(ax, X_BOX, y, 2.9, r"$\times\;$" + KERNEL[k])
    for row, signs in zip(rows, PIXELS, strict=True):
        for pixel, sign in zip(rows, signs, strict=True):
            wire(ax, (X_PIXEL + 0.38, pixel), (X_BOX - 1.48, row), sign)
    for k, signs in enumerate(OUTPUTS):
        y = 2.1 - 1.2 * k
        box(ax, X_OUT, y, 0.7, f"$y_{k}$")
        for row, sign in zip(rows, signs, strict=True):
            wire(ax, (X_BOX + 1.48, row), (X_OUT - 0.38, y), sign)
    ax.set(xlim=(-0.5, 9.5), ylim=(-0.5, 3.5))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
