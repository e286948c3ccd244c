"""Which mean batch norm takes, in training and in evaluation."""

import matplotlib.pyplot as plt

from cnnlab import plots

TEXT = {
    "train": "training: net.train()",
    "eval": "evaluation: net.eval()",
    "x": "batch $x$",
    "own": "$\\mu$, $\\sigma^2$\nof the batch",
    "kept": "running\n$\\mu$, $\\sigma^2$",
    "norm": "subtract,\ndivide",
    "y": "$\\gamma \\hat{x} + \\beta$",
    "write": "a step towards",
    "alt": "Two rows. In training the batch gives its own mean and "
    "variance, which normalize it, and moves the running ones a step. In "
    "evaluation the running ones normalize the batch, and nothing is "
    "written.",
}
PLACES = {"x": (0, 0), "norm": (4.2, 0), "y": (7, 0)}
ABOVE = {"own": (2.1, 1.7), "kept": (6.5, 1.7)}
WIDTH, HEIGHT = 1.9, 0.95


def box(ax, name: str, place, color, faint: bool) -> None:
    x, y = place
    ax.add_patch(
        plt.Rectangle(
            (x - WIDTH / 2, y - HEIGHT / 2), WIDTH, HEIGHT, fill=False,
            edgecolor=plots.FAINT if faint else color,
            linestyle=":" if faint else "-", linewidth=1.5,
        )
    )  # fmt: skip
    ax.text(x, y, TEXT[name], ha="center", va="center", fontsize=10,
            color=plots.FAINT if faint else plots.INK)  # fmt: skip


def arrow(ax, start, end, color) -> None:
    ax.annotate(
        "", xy=end, xytext=start,
        arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.6},
    )  # fmt: skip


def draw_mode(ax, training: bool) -> None:
    half, side = HEIGHT / 2, WIDTH / 2
    for name, place in PLACES.items():
        box(ax, name, place, plots.INK, False)
    box(ax, "own", ABOVE["own"], plots.ACCENT_2, not training)
    box(ax, "kept", ABOVE["kept"], plots.ACCENT, False)
    arrow(ax, (side, 0), (4.2 - side, 0), plots.FAINT)
    arrow(ax, (4.2 + side, 0), (7 - side, 0), plots.FAINT)
    if training:
        arrow(ax, (0.4, half), (1.3, 1.7 - half), plots.ACCENT_2)
        arrow(ax, (2.9, 1.7 - half), (3.7, half), plots.ACCENT_2)
        arrow(ax, (2.1 + side, 1.7), (6.5 - side, 1.7), plots.ACCENT)
        ax.text(4.3, 1.8, TEXT["write"], ha="center", va="bottom",
                fontsize=9)  # fmt: skip
    else:
        arrow(ax, (6, 1.7 - half), (4.8, half), plots.ACCENT)
    ax.set_title(TEXT["train" if training else "eval"])
    ax.set(xlim=(-1.2, 8.2), ylim=(-0.7, 2.6), aspect="equal")
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(2, 1, figsize=(5.8, 4.9), layout="constrained")
    for ax, training in zip(axes, (True, False), strict=True):
        draw_mode(ax, training)
    plots.describe(fig, TEXT["alt"])
    return fig
