"""The ladder: what to check, in which order, and what it catches."""

import matplotlib.pyplot as plt

from cnnlab import plots

RUNGS = (
    ("look at a batch", "picture and label fit", "order, scale, labels"),
    ("loss at the start", "near ln C", "scale of inputs and weights"),
    ("eight samples", "loss goes to 0", "loss, gradients, rate"),
    ("blind baseline", "clearly below it", "labels of other images"),
    ("range test", "falls, then explodes", "rate too low or too high"),
    ("small net, few classes", "fits in seconds", "what is left"),
    ("grow", "each step pays", "only now: size and data"),
)
TEXT = {
    "rung": "rung",
    "must": "must show",
    "catches": "catches",
    "alt": "A ladder of {n} rungs, from the bottom: {names}.",
}
LEFT, RIGHT = 0.0, 3.4


def draw():
    fig, ax = plt.subplots(figsize=(8.4, 3.9))
    top = len(RUNGS)
    for x in (LEFT, RIGHT):
        ax.plot([x, x], [-0.5, top - 0.3], color=plots.FAINT, linewidth=3)
    for level, (name, must, catches) in enumerate(RUNGS):
        ax.plot([LEFT, RIGHT], [level - 0.3] * 2, color=plots.ACCENT,
                linewidth=3)  # fmt: skip
        ax.text((LEFT + RIGHT) / 2, level - 0.17, f"{level}  {name}",
                ha="center", va="bottom")  # fmt: skip
        ax.text(RIGHT + 0.4, level - 0.3, must, va="center")
        ax.text(RIGHT + 3.6, level - 0.3, catches, va="center",
                color=plots.ACCENT_2)  # fmt: skip
    for x, key in ((RIGHT + 0.4, "must"), (RIGHT + 3.6, "catches")):
        ax.text(x, top - 0.3, TEXT[key], va="center", fontweight="bold")
    ax.set(xlim=(-0.2, 10.6), ylim=(-0.7, top))
    ax.set_axis_off()
    names = ", ".join(name for name, _, _ in RUNGS)
    plots.describe(fig, TEXT["alt"].format(n=top, names=names))
    return fig
