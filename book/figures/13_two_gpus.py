"""AlexNet on two GPUs: which maps each layer sees."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch

from cnnlab import plots
from cnnlab.models.alexnet import PAPER

TEXT = {
    "gpu": "GPU {n}",
    "conv": "conv{n}\n{maps} maps",
    "fc": "fc{n}\n{units} units",
    "out": "fc8\n1000 classes",
    "image": "picture",
    "alt": "Two rows of boxes, one for each GPU, from the picture to the "
    "output. Arrows cross from row to row before conv3 and before each "
    "fully connected layer; conv2, conv4 and conv5 see only the maps of "
    "their own row.",
}
STEP, BOX_W, BOX_H, ROW = 2.6, 2.1, 1.05, 1.0
UNITS = 2048  # of fc6 and fc7 on each GPU


def draw_box(ax, x: float, y: float, text: str) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (x - BOX_W / 2, y - BOX_H / 2), BOX_W, BOX_H,
            boxstyle="round,pad=0.02,rounding_size=0.1", linewidth=1.0,
            edgecolor=plots.ACCENT,
            facecolor=(*plt.matplotlib.colors.to_rgb(plots.ACCENT), 0.15),
        )
    )  # fmt: skip
    ax.text(x, y, text, ha="center", va="center", fontsize=9)


def arrow(ax, start, end, crossing: bool = False) -> None:
    ax.annotate(
        "", end, start,
        arrowprops={
            "arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0,
            "color": plots.ACCENT_2 if crossing else plots.FAINT,
            "linewidth": 1.4 if crossing else 1.0,
        },
    )  # fmt: skip


def columns() -> list[tuple[str, bool]]:
    """Text of each layer's box, and whether it sees both GPUs."""
    found = [
        (TEXT["conv"].format(n=n, maps=row.filters // 2), row.groups == 1)
        for n, row in enumerate(PAPER, 1)
    ]
    found += [(TEXT["fc"].format(n=n, units=UNITS), True) for n in (6, 7)]
    return found


def draw():
    fig, ax = plt.subplots(figsize=(11, 2.9))
    layers = columns()
    right, left = BOX_W / 2 + 0.05, -BOX_W / 2 - 0.1
    draw_box(ax, 0, 0, TEXT["image"])
    for k, (text, both) in enumerate(layers, 1):
        for y in (ROW, -ROW):
            draw_box(ax, k * STEP, y, text)
            end = (k * STEP + left, y)
            if k == 1:
                arrow(ax, (right, 0), end)
                continue
            arrow(ax, ((k - 1) * STEP + right, y), end)
            if both:
                start = ((k - 1) * STEP + right, -y)
                arrow(ax, start, end, crossing=True)
    last = len(layers) + 1
    draw_box(ax, last * STEP, 0, TEXT["out"])
    for n, y in ((1, ROW), (2, -ROW)):
        start = ((last - 1) * STEP + right, y)
        arrow(ax, start, (last * STEP + left, 0), crossing=True)
        ax.text(STEP + left, 1.75 * y, TEXT["gpu"].format(n=n), va="center")
    ax.set(xlim=(-1.2, last * STEP + 1.2), ylim=(-2, 2), aspect="equal")
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
