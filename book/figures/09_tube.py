"""The tube: volumes of two ledgers, narrower and deeper step by step."""

import matplotlib.pyplot as plt
from matplotlib.patches import Polygon

from cnnlab import plots
from cnnlab.shapes import Conv, Flatten, Linear, Pool, ledger

TUBES = {
    "lecture": [
        Conv(4, 3, padding=1), Pool(2), Conv(40, 5), Pool(2),
        Flatten(), Linear(10),
    ],
    "ours": [
        Conv(24, 5), Pool(2), Conv(32, 5), Pool(2),
        Flatten(), Linear(128), Linear(10),
    ],
}  # fmt: skip
TEXT = {
    "lecture": "the lecture's shapes",
    "ours": "the network of this page",
    "Conv": "CONV {0.kernel_size}×{0.kernel_size}",
    "Pool": "POOL {0.kernel_size}×{0.kernel_size}",
    "Flatten": "flatten",
    "Linear": "FC",
    "alt": "Two rows of boxes, drawn to scale. {lecture}. {ours}. Pictures "
    "shrink and stacks grow thicker, until the stack is laid out as one "
    "long vector.",
}
CHANNEL = 0.3  # thickness of one channel, in pixels of the drawing
SLANT = 0.3  # how far the width runs back, as a share of its length
STEP = 27.0  # from one volume to the next
VECTOR = {1000: 30, 512: 26, 128: 16, 10: 7}  # lengths: not to scale


def draw_volume(ax, x: float, shape: tuple[int, ...]) -> None:
    """A box ``C`` thick, ``H`` high, ``W`` deep, or a vector as a bar."""
    if len(shape) == 1:
        C, H, W = 1.2, VECTOR[shape[0]], 0
    else:
        C, H, W = max(shape[0] * CHANNEL, 0.6), *shape[1:]
    back = W * SLANT
    left, right = x - (C + back) / 2, x - (C + back) / 2 + C
    low, high = -(H + back) / 2, -(H + back) / 2 + H
    front = [(left, low), (right, low), (right, high), (left, high)]
    top = [front[3], front[2], (right + back, high + back),
           (left + back, high + back)]  # fmt: skip
    side = [front[1], (right + back, low + back), top[2], front[2]]
    for face, strength in ((front, 0.55), (top, 0.2), (side, 0.35)):
        ax.add_patch(
            Polygon(
                face, facecolor=(*plt.matplotlib.colors.to_rgb(plots.ACCENT),
                                 strength),
                edgecolor=plots.ACCENT, linewidth=0.8,
            )
        )  # fmt: skip


def words(shape: tuple[int, ...]) -> str:
    """Height, width, channels, in the lecture's order."""
    return "×".join(map(str, (*shape[1:], shape[0])))


def draw_tube(ax, title: str, layers) -> str:
    rows = ledger((1, 28, 28), layers).rows
    for k, row in enumerate(rows):
        draw_volume(ax, k * STEP, row.shape)
        ax.text(k * STEP, -25, words(row.shape), ha="center", va="center")
        if k:
            layer = layers[k - 1]
            label = TEXT[type(layer).__name__].format(layer)
            ax.text(
                (k - 0.5) * STEP, 24, label, ha="center", va="center",
                fontsize=10, color=plots.ACCENT_2,
            )  # fmt: skip
    ax.set_title(title, loc="left")
    ax.set(xlim=(-14, 7 * STEP + 10), ylim=(-28, 27), aspect="equal")
    ax.set_axis_off()
    return f"{title}: " + ", ".join(words(row.shape) for row in rows)


def draw():
    fig, axes = plt.subplots(2, 1, figsize=(10, 6.4), layout="constrained")
    said = {
        name: draw_tube(ax, TEXT[name], layers)
        for ax, (name, layers) in zip(axes, TUBES.items(), strict=True)
    }
    plots.describe(fig, TEXT["alt"].format(**said))
    return fig
