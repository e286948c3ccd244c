"""Four ways to use a network: which parts are kept, trained, random."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch

from cnnlab import plots

# From the image upwards: three blocks of the base below, one above, the head.
KEPT, TUNED, NEW = plots.FAINT, plots.ACCENT, plots.ACCENT_2
WAYS = {
    "as it is": [KEPT] * 5,
    "extraction": [KEPT] * 4 + [NEW],
    "fine-tuning": [KEPT] * 2 + [TUNED] * 2 + [NEW],
    "start from it": [TUNED] * 4 + [NEW],
    "from scratch": [NEW] * 5,
}
TEXT = {
    "head": "head",
    "base": "base",
    KEPT: "kept as it is",
    TUNED: "trained, from its old weights",
    NEW: "trained, from random weights",
    "alt": "Five networks of four blocks and a head. As it is: all kept. "
    "Extraction: only the head is new. Fine-tuning: the lower two blocks are "
    "kept, the upper two go on from their old weights, the head is new. Start "
    "from it: all four blocks go on, the head is new. From scratch: all new.",
}
WIDE, HIGH, GAP = 1.5, 0.62, 0.14


def draw_stack(ax, x: float, colors: list[str], y: float = 0.0) -> None:
    """A network, its image at the bottom; the head is narrower."""
    for k, color in enumerate(colors):
        shrink = 0.25 if k == len(colors) - 1 else 0.0
        corner = (x + shrink, y + k * (HIGH + GAP))
        ax.add_patch(
            FancyBboxPatch(
                corner, WIDE - 2 * shrink, HIGH, facecolor=color, alpha=0.8,
                edgecolor="none", boxstyle="round,pad=0,rounding_size=0.1",
            )
        )  # fmt: skip


def draw():
    fig, ax = plt.subplots(figsize=(8, 3.6))
    for n, (name, colors) in enumerate(WAYS.items()):
        x = n * 2.1
        draw_stack(ax, x, colors)
        ax.text(x + WIDE / 2, -0.25, name, ha="center", va="top")
    top = 4 * (HIGH + GAP)
    ax.text(-0.25, top + HIGH / 2, TEXT["head"], ha="right", va="center")
    ax.text(-0.25, (top - GAP) / 2, TEXT["base"], ha="right", va="center")
    for n, color in enumerate((KEPT, TUNED, NEW)):
        x, y = (0.2, 3.3, 7.1)[n], -1.15
        ax.add_patch(plt.Rectangle((x - 0.35, y), 0.25, 0.25,
                                   color=color, alpha=0.8))  # fmt: skip
        ax.text(x, y + 0.12, TEXT[color], va="center", fontsize=9)
    ax.set(xlim=(-1.1, 10.2), ylim=(-1.2, top + HIGH + 0.1))
    ax.set_aspect("equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
