"""A chain of layers, and where dropout belongs in it."""

import matplotlib.pyplot as plt

from cnnlab import plots

LAYERS = (
    "CONV", "ReLU", "POOL", "CONV", "ReLU", "POOL", "flatten", "FC", "ReLU",
    "FC", "softmax",
)  # fmt: skip
SPATIAL, UNITS, WRONG = (2, 5), (8,), (1, 4, 9)  # behind which layer
TEXT = {
    "spatial": "whole maps,\np = 0.1 to 0.3",
    "units": "units,\np = 0.5",
    "wrong": "not here",
    "alt": "Eleven layers in a row, from CONV to softmax. Whole maps may be "
    "dropped behind each POOL, units behind the ReLU of the hidden FC "
    "layer. Crosses: in front of max pooling, and behind the last FC.",
}
STEP = 1.0


def draw():
    fig, ax = plt.subplots(figsize=(10.5, 2.3))
    for k, name in enumerate(LAYERS):
        ax.add_patch(
            plt.Rectangle(
                (STEP * k, 0), 0.78, 0.6, facecolor="none", lw=1,
                edgecolor=plots.FAINT,
            )
        )  # fmt: skip
        ax.text(STEP * k + 0.39, 0.3, name, ha="center", va="center",
                fontsize=9.5)  # fmt: skip
    for places, key, color in (
        (SPATIAL, "spatial", plots.ACCENT), (UNITS, "units", plots.ACCENT),
    ):  # fmt: skip
        for k in places:
            x = STEP * k + 0.89
            ax.annotate(
                TEXT[key], (x, 0.05), (x, -0.95), ha="center", color=color,
                arrowprops={"arrowstyle": "->", "color": color, "lw": 1.6},
            )  # fmt: skip
    for k in WRONG:
        x = STEP * k + 0.89
        ax.plot(x, 0.3, "x", color=plots.ACCENT_2, ms=10, mew=2.4)
        ax.text(x, 0.8, TEXT["wrong"], ha="center", color=plots.ACCENT_2)
    ax.set(xlim=(-0.1, STEP * len(LAYERS)), ylim=(-1.1, 1.1))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
