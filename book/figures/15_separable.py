"""The weights of a full convolution, and of its two cheap steps."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import Conv, ledger

C_IN, C_OUT, K = 4, 6, 3
SHEAR = 0.45  # how far one channel back is drawn, in cells
TEXT = {
    "standard": "standard: {n} kernels,\n{w} weights",
    "depthwise": "depthwise: {n} kernels,\n{w} weights",
    "pointwise": "pointwise: {n} kernels,\n{w} weights",
    "plus": "+",
    "versus": "instead of",
    "alt": "Six kernels of 3 by 3 by 4 for a standard convolution; four "
    "kernels of 3 by 3 by 1 for the depthwise one, each in the colour of its "
    "channel; six kernels of 1 by 1 by 4 for the pointwise one.",
}
HUES = (plots.ACCENT, plots.ACCENT_2, "#3a9d6e", "#a05cc0")


def draw_kernel(ax, x: float, y: float, size: int, channels) -> None:
    """A box of weights; the channel in front is drawn last."""
    for depth in reversed(range(len(channels))):
        dx = depth * SHEAR
        hue = HUES[channels[depth]]
        for i in range(size):
            for j in range(size):
                corner = (x + dx + j, y + dx + i)
                ax.add_patch(
                    Rectangle(
                        corner, 1, 1, facecolor=hue, edgecolor="white",
                        linewidth=0.8,
                    )
                )  # fmt: skip


def weights(channels: int, out: int, size: int, groups: int = 1) -> int:
    layer = Conv(out, size, padding=size // 2, groups=groups, bias=False)
    return ledger((channels, 8, 8), [layer]).params


def draw():
    fig, ax = plt.subplots(figsize=(10.5, 3.7))
    every = list(range(C_IN))
    for k in range(C_OUT):
        draw_kernel(ax, 5.2 * (k % 3), 5.4 * (k // 3), K, every)
    for k in range(C_IN):
        draw_kernel(ax, 19 + 4.2 * (k % 2), 5.4 * (k // 2), K, [k])
    for k in range(C_OUT):
        draw_kernel(ax, 30.5 + 3.4 * (k % 3), 1 + 5.4 * (k // 3), 1, every)
    titles = {
        "standard": (7.3, C_OUT, weights(C_IN, C_OUT, K)),
        "depthwise": (22.6, C_IN, weights(C_IN, C_IN, K, C_IN)),
        "pointwise": (35.0, C_OUT, weights(C_IN, C_OUT, 1)),
    }
    for name, (x, n, w) in titles.items():
        words = TEXT[name].format(n=n, w=w)
        ax.text(x, 11.4, words, ha="center", fontsize=10.5)
    ax.text(17.2, 5, TEXT["versus"], ha="center", va="center", rotation=90)
    ax.text(28.6, 5, TEXT["plus"], ha="center", va="center", fontsize=18)
    ax.set(xlim=(-0.5, 41), ylim=(-0.5, 13.4), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
