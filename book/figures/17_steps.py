"""The six steps of fine-tuning, a picture each."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch, Rectangle

from cnnlab import plots

KEPT, TUNED, NEW = plots.FAINT, plots.ACCENT, plots.ACCENT_2
# Colours of four blocks and a head; which of them are frozen or trained now.
STEPS = [
    ("1 new head", [TUNED] * 4 + [NEW], (), ()),
    ("2 freeze", [KEPT] * 4 + [NEW], range(4), ()),
    ("3 train head", [KEPT] * 4 + [NEW], range(4), (4,)),
    ("4 unfreeze", [KEPT] * 2 + [TUNED] * 2 + [NEW], range(2), ()),
    ("5 train both", [KEPT] * 2 + [TUNED] * 2 + [NEW], range(2), (2, 3, 4)),
    ("6 slowly", [KEPT] * 2 + [TUNED] * 2 + [NEW], range(2), (2, 3, 4)),
]
TEXT = {
    "alt": "The six steps on a network of four blocks and a head. New head; "
    "the blocks frozen, marked by a bar; an arrow at the head alone; the "
    "upper two blocks unfrozen; long arrows at them and the head; short ones.",
}
WIDE, HIGH, GAP = 1.25, 0.55, 0.14
LONG, SHORT = 0.55, 0.3  # how far an arrow goes: the size of a step


def draw_step(ax, x: float, step: tuple, reach: float) -> None:
    name, colors, frozen, moving = step
    for k, color in enumerate(colors):
        shrink = 0.22 if k == 4 else 0.0
        y = k * (HIGH + GAP)
        ax.add_patch(
            FancyBboxPatch(
                (x + shrink, y), WIDE - 2 * shrink, HIGH, facecolor=color,
                alpha=0.8, edgecolor="none",
                boxstyle="round,pad=0,rounding_size=0.1",
            )
        )  # fmt: skip
        if k in moving:
            ax.annotate(
                "", (x + WIDE + 0.05 + reach, y + HIGH / 2),
                (x + WIDE + 0.05, y + HIGH / 2),
                arrowprops={"arrowstyle": "->", "color": color,
                            "linewidth": 1.8},
            )  # fmt: skip
    if len(frozen):
        high = len(frozen) * (HIGH + GAP) - GAP
        bar = Rectangle((x - 0.16, 0), 0.07, high, color=plots.INK)
        ax.add_patch(bar)
    ax.text(x + WIDE / 2, -0.2, name, ha="center", va="top", fontsize=10)


def draw():
    fig, ax = plt.subplots(figsize=(9, 2.9))
    for n, step in enumerate(STEPS):
        draw_step(ax, n * 2.1, step, SHORT if n == 5 else LONG)
    ax.set(xlim=(-0.3, 12.5), ylim=(-0.6, 3.4))
    ax.set_aspect("equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
