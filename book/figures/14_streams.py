"""Channels that travel through four layers: added, concatenated, both."""

import matplotlib.pyplot as plt

from cnnlab import plots

LAYERS = 4
# Heights are channels: first channels, of them refined by each layer, new
WAYS = {"add": (6, 6, 0), "concatenate": (3, 0, 1.5), "dual": (5, 3.5, 0.9)}
TEXT = {
    "add": "ResNet: each layer\nadds to all channels",
    "concatenate": "DenseNet: each layer\nsets new ones beside them",
    "dual": "DPN: a part is added to,\na part grows",
    "input": "in",
    "alt": "Three rows of bars, one bar a layer, its height the number of "
    "channels. ResNet: the height stays, every channel changes. DenseNet: "
    "the bar grows by a slice a layer, old slices stay. DPN: a lower part "
    "of constant height changes, an upper part grows.",
}
STEP = 1.3  # from bar to bar


def rectangle(ax, x, y, height, color, alpha) -> None:
    ax.add_patch(
        plt.Rectangle(
            (x, y), 0.8, height, edgecolor=color, linewidth=1,
            facecolor=(*plt.matplotlib.colors.to_rgb(color), alpha),
        )
    )  # fmt: skip


def draw_way(ax, name: str) -> None:
    first, refined, new = WAYS[name]
    for layer in range(LAYERS + 1):
        x = STEP * layer
        # The more often a channel has been added to, the stronger its tint
        if refined:
            tint = 0.12 + 0.17 * layer
            rectangle(ax, x, 0, refined, plots.ACCENT, tint)
        if first > refined:
            rectangle(ax, x, refined, first - refined, plots.FAINT, 0.25)
        for k in range(layer if new else 0):
            bottom = first + k * new
            rectangle(ax, x, bottom, new, plots.ACCENT_2, 0.45)
        label = str(layer) if layer else TEXT["input"]
        ax.text(x + 0.4, -0.7, label, ha="center", va="center")
    ax.set_title(TEXT[name], fontsize=11)
    ax.set(xlim=(-0.3, STEP * (LAYERS + 1)), ylim=(-1.2, 9.4))
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.4))
    for ax, name in zip(axes, WAYS, strict=True):
        draw_way(ax, name)
    plots.describe(fig, TEXT["alt"])
    return fig
