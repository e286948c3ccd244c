"""Exactly one of two pixels: before and after two units with ReLU."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

PIXELS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
ONE = PIXELS.sum(axis=1) == 1
TEXT = {
    "before": "the two pixels",
    "after": "the two hidden units",
    "border": "h₁ − 2h₂ = ½",
    "yes": "exactly one",
    "no": "none or both",
    "alt": "Left: the corners of a square; the two marked ones lie across a "
    "diagonal, so no straight line has them on one side. Right: after two "
    "hidden units the marked corners have become one point, (1, 0), and a "
    "straight line parts it from (0, 0) and (2, 1).",
}


def hidden(x: np.ndarray) -> np.ndarray:
    """Two units: how many pixels have ink, and by how much over one."""
    total = x.sum(axis=1)
    return np.maximum(np.stack([total, total - 1], axis=1), 0)


def scatter(ax, points: np.ndarray, title: str, names: tuple[str, str]):
    for chosen, color, marker, label in (
        (ONE, plots.ACCENT_2, "s", TEXT["yes"]),
        (~ONE, plots.ACCENT, "o", TEXT["no"]),
    ):
        ax.scatter(
            *points[chosen].T, s=110, color=color, marker=marker, label=label,
            zorder=2,
        )  # fmt: skip
    ax.set(xlabel=names[0], ylabel=names[1], title=title)
    ax.set_aspect("equal")


def draw():
    fig, axes = plt.subplots(
        1, 2, figsize=(8.5, 3.4), gridspec_kw={"width_ratios": [1, 1.4]},
        layout="constrained",
    )  # fmt: skip
    scatter(axes[0], PIXELS, TEXT["before"], ("pixel 1", "pixel 2"))
    axes[0].set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=(0, 1))
    axes[0].set_yticks((0, 1))
    after = hidden(PIXELS)
    # Every marked corner must be where the caption says, on its own side.
    assert ((after @ [1, -2] > 0.5) == ONE).all()
    scatter(axes[1], after, TEXT["after"], ("h₁", "h₂"))
    h1 = np.array([-0.2, 2.4])
    axes[1].plot(h1, (h1 - 0.5) / 2, color=plots.FAINT, zorder=1)
    axes[1].text(1.05, 0.62, TEXT["border"], ha="right", color=plots.INK)
    axes[1].set(xlim=(-0.4, 2.5), ylim=(-0.5, 1.4), xticks=(0, 1, 2))
    axes[1].set_yticks((0, 1))
    handles, labels = axes[1].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=2)
    plots.describe(fig, TEXT["alt"])
    return fig
