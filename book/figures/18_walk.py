"""Path counts are a bell that widens like the root of the depth."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from cnnlab import plots

DEPTHS = (4, 16, 64)
KERNEL = 3
TEXT = {
    "title": "{depth} layers: field {field}, spot {spot:.1f}",
    "x": "pixels from the middle",
    "y": "share of all paths",
    "alt": "Bells of path counts after 4, 16 and 64 layers, each over a bar "
    "that is its receptive field, 9, 33 and 129 pixels long. The bar grows "
    "fourfold each time, the bell twofold.",
}


def shares(depth: int) -> np.ndarray:
    """Paths to each pixel of the field, divided by their number."""
    counts = np.ones(1)
    for _ in range(depth):
        counts = np.convolve(counts, np.full(KERNEL, 1 / KERNEL))
    return counts


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(9, 2.7), sharex=True, sharey=True)
    for ax, depth in zip(axes, DEPTHS, strict=True):
        share = shares(depth)
        reach = len(share) // 2
        place = np.arange(-reach, reach + 1)
        spot = np.sqrt((share * place**2).sum())
        ax.add_patch(
            Rectangle((-reach - 0.5, -0.022), len(share), 0.012,
                      facecolor=plots.ACCENT_2, clip_on=False)
        )  # fmt: skip
        seen = share > 1e-4
        ax.fill_between(place[seen], share[seen], color=plots.ACCENT,
                        alpha=0.35, linewidth=0)  # fmt: skip
        ax.plot(place[seen], share[seen], color=plots.ACCENT)
        ax.set_title(
            TEXT["title"].format(depth=depth, field=len(share), spot=spot)
        )
        ax.set(xlabel=TEXT["x"], xlim=(-66, 66), ylim=(-0.03, 0.26))
    axes[0].set_ylabel(TEXT["y"])
    fig.tight_layout()
    plots.describe(fig, TEXT["alt"])
    return fig
