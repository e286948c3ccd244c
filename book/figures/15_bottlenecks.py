"""Channels through a bottleneck and through an inverted residual."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, Rectangle

from cnnlab import plots

TEXT = {
    "ResNet": ("1x1, ReLU", "3x3, ReLU", "1x1"),
    "MobileNet v2": ("1x1, ReLU6", "3x3 depthwise, ReLU6", "1x1, no ReLU"),
    "sum": "sum of the ends",
    "alt": "Bars as wide as there are channels. In ResNet's bottleneck 256, "
    "64, 64, 256, and the input joins the sum at the wide ends. In the "
    "inverted residual 24, 144, 144, 24, and it joins at the narrow ends.",
}
CHANNELS = {
    "ResNet": (256, 64, 64, 256),
    "MobileNet v2": (24, 144, 144, 24),
}


def draw_block(ax, name: str) -> None:
    widths = CHANNELS[name]
    for step, channels in enumerate(widths):
        y = -step * 1.5
        narrow = channels == min(widths)
        ax.add_patch(
            Rectangle(
                (-channels / 2, y), channels, 0.5, alpha=0.6,
                facecolor=plots.ACCENT_2 if narrow else plots.ACCENT,
                edgecolor="none",
            )
        )  # fmt: skip
        ax.text(channels / 2 + 6, y + 0.25, str(channels), va="center")
        if step < 3:
            words = TEXT[name][step]
            ax.text(0, y - 0.5, words, ha="center", va="center", fontsize=10)
    side = -widths[0] / 2 - 4
    ax.plot(
        [side, -185, -185], [0.25, 0.25, -4.25],
        color=plots.FAINT, linewidth=1.4,
    )  # fmt: skip
    ax.add_patch(
        FancyArrowPatch(
            (-185, -4.25), (side, -4.25), arrowstyle="-|>", shrinkA=0,
            mutation_scale=13, color=plots.FAINT, linewidth=1.4,
        )
    )  # fmt: skip
    ax.text(0, -4.95, TEXT["sum"], ha="center", color=plots.FAINT, fontsize=10)
    ax.set(xlim=(-215, 190), ylim=(-5.3, 0.9))
    ax.set_title(name)
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.6))
    for ax, name in zip(axes, CHANNELS, strict=True):
        draw_block(ax, name)
    plots.describe(fig, TEXT["alt"])
    return fig
