"""Three ways from picture to class, and which part of each is learned."""

import matplotlib.pyplot as plt

from cnnlab import plots

WAYS = (
    ("before", (("designed", 0), ("any", 1))),
    ("mlp", (("fc", 1), ("fc", 1))),
    ("cnn", (("conv", 1), ("fc", 1))),
)
TEXT = {
    "before": "before deep learning",
    "mlp": "MLP",
    "cnn": "CNN",
    "image": "image",
    "class": "class",
    "designed": "features by hand",
    "any": "classifier",
    "fc": "fully connected",
    "conv": "CONV, POOL",
    "columns": ("features", "classification"),
    "legend": "blue: learned from examples; grey: designed by people",
    "alt": "Three rows. Before deep learning, hand-made features go into a "
    "learned classifier. In an MLP both parts are learned and fully "
    "connected. In a CNN both are learned: the features by convolution and "
    "pooling, the classification by fully connected layers.",
}
X = (3.6, 6.8)  # the two parts
HALF = 1.25  # half the width of a box


def draw_box(ax, x: float, y: float, text: str, learned: int) -> None:
    color = plots.ACCENT if learned else plots.FAINT
    ax.add_patch(
        plt.Rectangle(
            (x - HALF, y - 0.32), 2 * HALF, 0.64, edgecolor=color,
            facecolor=(*plt.matplotlib.colors.to_rgb(color), 0.22),
        )
    )  # fmt: skip
    ax.text(x, y, text, ha="center", va="center")


def draw_arrow(ax, x0: float, x1: float, y: float) -> None:
    ax.annotate(
        "", (x1, y), (x0, y),
        arrowprops={"arrowstyle": "->", "color": plots.FAINT},
    )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(9.5, 3.2))
    for k, (name, parts) in enumerate(WAYS):
        y = -k
        ax.text(-2.5, y, TEXT[name], va="center", weight="bold")
        ax.text(1.4, y, TEXT["image"], ha="center", va="center")
        ax.text(9.3, y, TEXT["class"], ha="center", va="center")
        for x, (key, learned) in zip(X, parts, strict=True):
            draw_box(ax, x, y, TEXT[key], learned)
        for x0, x1 in ((1.8, 2.3), (4.9, 5.5), (8.1, 8.8)):
            draw_arrow(ax, x0, x1, y)
    for x, word in zip(X, TEXT["columns"], strict=True):
        ax.text(x, 0.65, word, ha="center", color=plots.ACCENT_2)
    ax.text(X[0] - HALF, -2.75, TEXT["legend"], fontsize=10)
    ax.set(xlim=(-2.6, 9.8), ylim=(-2.9, 0.9))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
