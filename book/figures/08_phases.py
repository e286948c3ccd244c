"""A stride-2 transposed convolution is two convolutions, taking turns."""

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from cnnlab import plots

CASES = (3, 4)  # kernel sizes, stride 2
INPUTS = 4
COLORS = (plots.ACCENT, plots.ACCENT_2)
TEXT = {
    "title": "kernel {k}, stride 2",
    "in": "input",
    "out": "output",
    "alt": "Lines from four inputs to the outputs, named by their weight. "
    "Kernel 3: even outputs take weights 0 and 2 of two inputs, odd outputs "
    "weight 1 of one input. Kernel 4: even outputs take weights 0 and 2, odd "
    "outputs 1 and 3, two inputs each.",
}


def panel(ax, K: int) -> None:
    size = 2 * (INPUTS - 1) + K
    shift = (K - 1) / 2  # an input stands over the middle of its stamp
    for i in range(INPUTS):
        for u in range(K):
            color = COLORS[u % 2]
            start, end = (2 * i + shift, 2.5), (2 * i + u, 0)
            ax.plot(*zip(start, end, strict=True), color=color, linewidth=1.4)
            near = 0.5
            ax.text(
                end[0] + near * (start[0] - end[0]), near * 2.5, f"$w_{u}$",
                ha="center", va="center", fontsize=9, zorder=3,
                bbox={"boxstyle": "round,pad=0.12", "linewidth": 0,
                      "facecolor": (*to_rgb(color), 0.3)},
            )  # fmt: skip
        ax.plot(2 * i + shift, 2.6, "s", color=plots.FAINT, markersize=13)
    for p in range(size):
        ax.plot(p, -0.1, "s", color=COLORS[p % 2], markersize=13)
    ax.set(xlim=(-0.6, size - 0.4), ylim=(-0.5, 3))
    ax.set_title(TEXT["title"].format(k=K))
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(
        2, 1, figsize=(7.6, 5.2), gridspec_kw={"hspace": 0.3}
    )
    for ax, K in zip(axes, CASES, strict=True):
        panel(ax, K)
    for ax in axes:
        ax.text(-0.7, 2.6, TEXT["in"], ha="right", va="center")
        ax.text(-0.7, -0.1, TEXT["out"], ha="right", va="center")
    plots.describe(fig, TEXT["alt"])
    return fig
