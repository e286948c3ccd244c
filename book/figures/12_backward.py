"""Batch norm as a graph: three ways from the input to the output."""

import matplotlib.pyplot as plt

from cnnlab import plots

# name: text, x, y
NODES = {
    "x": ("$x_i$", 0, 0),
    "mean": (r"$\mu$", 1.5, 1.5),
    "var": (r"$\sigma^2$", 3.2, 1.5),
    "hat": (r"$\hat{x}_i$", 4.9, 0),
    "y": ("$y_i$", 6.9, 0),
    "L": ("$L$", 8.4, 0),
    "gamma": (r"$\gamma$", 6.2, -1.3),
    "beta": (r"$\beta$", 7.6, -1.3),
}
EDGES = [
    ("x", "mean", "1"), ("x", "var", "2"), ("x", "hat", "1"),
    ("mean", "var", "1"), ("mean", "hat", "1"), ("var", "hat", "2"),
    ("hat", "y", "0"), ("gamma", "y", "0"), ("beta", "y", "0"),
    ("y", "L", "0"),
]  # fmt: skip
COLORS = {"0": plots.FAINT, "1": plots.ACCENT, "2": plots.ACCENT_2}
TEXT = {
    "direct": "directly",
    "mean": "by the mean",
    "var": "by the variance",
    "all": "all $m$ numbers\nshare these two",
    "alt": "A graph from x to the loss. From x one arrow leads directly to "
    "x hat, one to the mean, one to the variance. Mean and variance lead to "
    "x hat too. From x hat, gamma and beta arrows lead to y, and from y to "
    "the loss.",
}


def draw():
    fig, ax = plt.subplots(figsize=(9, 3.6))
    for start, end, kind in EDGES:
        ax.annotate(
            "", xy=NODES[end][1:], xytext=NODES[start][1:],
            arrowprops={"arrowstyle": "-|>", "color": COLORS[kind],
                        "linewidth": 1.8, "shrinkA": 17, "shrinkB": 17},
        )  # fmt: skip
    for text, x, y in NODES.values():
        ax.text(x, y, text, ha="center", va="center", fontsize=15)
        ax.plot(x, y, "o", markersize=31, markerfacecolor="none",
                markeredgecolor=plots.INK, markeredgewidth=1)  # fmt: skip
    ax.text(2.2, -0.15, TEXT["direct"], color=plots.ACCENT, va="top")
    ax.text(0.45, 1.0, TEXT["mean"], color=plots.ACCENT, ha="right")
    ax.text(4.3, 1.0, TEXT["var"], color=plots.ACCENT_2)
    ax.text(2.35, 2.05, TEXT["all"], ha="center", va="bottom", fontsize=10)
    ax.set(xlim=(-1.2, 9), ylim=(-1.9, 2.9), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
