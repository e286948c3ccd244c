"""The lecture's network and the residual one: maps and channels to scale."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, Rectangle

from cnnlab import models, plots

# side of the map and channels, behind each stage; pairs are residual
STAGES = {
    "colour_cnn": [(32, 3), (16, 16), (8, 32), (4, 64)],
    "colour_resnet": [(32, 3), (16, 48), (8, 96), (4, 192)],
}
PAIRS = {"colour_cnn": (), "colour_resnet": (2, 3)}
FULLY = {"colour_cnn": (64, 10), "colour_resnet": (10,)}
TEXT = {
    "colour_cnn": "3 conv + 2 FC",
    "colour_resnet": "residual",
    "counts": "{params:.2f} million parameters, {macs:.1f} million MACs",
    "pair": "+ 2 conv",
    "alt": "Two networks from left to right. The map shrinks from 32 to 16, "
    "8 and 4 pixels in both. The lecture's network has 3, 16, 32 and 64 "
    "channels and ends in layers of 64 and 10 units; the residual one has 3, "
    "48, 96 and 192 channels, with a loop of two convolutions behind the "
    "second and the third stage, and ends in one layer of 10.",
}
CHANNEL = 0.16  # width of a channel, in pixels of the maps
GAP = 10


def draw_network(ax, name: str, base: float) -> None:
    """Blocks as high as the maps, as wide as there are channels."""
    x = 0.0
    for place, (side, channels) in enumerate(STAGES[name]):
        width = max(channels * CHANNEL, 0.8)
        box = (x, base - side / 2)
        hue = plots.ACCENT if place else plots.FAINT
        ax.add_patch(Rectangle(box, width, side, facecolor=hue, alpha=0.75))
        shape = f"{channels}x{side}x{side}"
        ax.text(x + width / 2, base - side / 2 - 1, shape,
                ha="center", va="top", fontsize=9)  # fmt: skip
        if place in PAIRS[name]:
            ends = (x + 0.1 * width, base + side / 2 + 0.5)
            back = (x + 0.9 * width, base + side / 2 + 0.5)
            ax.add_patch(
                FancyArrowPatch(
                    ends, back, connectionstyle="arc3,rad=-0.5",
                    arrowstyle="->", mutation_scale=10, color=plots.ACCENT_2,
                )
            )  # fmt: skip
            ax.text(x + width / 2, base + side / 2 + 0.25 * width + 1,
                    TEXT["pair"], ha="center", va="bottom", fontsize=9,
                    color=plots.ACCENT_2)  # fmt: skip
        x += width + GAP
    for units in FULLY[name]:
        high = max(units * CHANNEL, 1.6)
        ax.add_patch(
            Rectangle((x, base - high / 2), 1.2, high, color=plots.ACCENT_2)
        )
        ax.text(x + 0.6, base - high / 2 - 1, f"{units}", ha="center",
                va="top", fontsize=9)  # fmt: skip
        x += GAP


def draw():
    fig, ax = plt.subplots(figsize=(8, 5.4))
    for name, base in (("colour_cnn", 52), ("colour_resnet", 0)):
        known = models.info(name)
        counts = TEXT["counts"].format(
            params=known.params / 1e6, macs=known.macs / 1e6
        )
        draw_network(ax, name, base)
        ax.text(0, base + 19, f"{TEXT[name]}: {counts}", va="bottom")
    ax.set(xlim=(-2, 98), ylim=(-20, 74), aspect="equal")
    ax.axis("off")
    plots.describe(fig, TEXT["alt"])
    return fig
