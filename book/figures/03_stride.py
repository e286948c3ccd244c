"""Where a kernel of 3 lies on 7 pixels, at stride 1, 2 and 3."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import output_size

SIZE, K = 7, 3
TEXT = {
    "title": "stride {stride}: {out} outputs",
    "unseen": "never seen",
    "alt": "Seven pixels and the places of a kernel of three. Stride 1 gives "
    "5 places, stride 2 gives 3, stride 3 gives 2 and leaves the last pixel "
    "unseen.",
}


def draw_stride(ax, stride: int) -> None:
    places = output_size(SIZE, K, stride)
    seen = (places - 1) * stride + K
    for p in range(SIZE):
        unseen = p >= seen
        ax.add_patch(
            Rectangle(
                (p, 0), 1, 1, edgecolor=plots.FAINT, linewidth=0.8,
                facecolor=plots.ACCENT_2 if unseen else "none",
                alpha=0.6 if unseen else 1,
            )
        )  # fmt: skip
        ax.text(p + 0.5, 0.5, str(p), ha="center", va="center")
    for place in range(places):
        ax.plot(
            [place * stride + 0.1, place * stride + K - 0.1],
            [-0.45 - 0.42 * place] * 2,
            color=plots.ACCENT, linewidth=5, solid_capstyle="butt",
        )  # fmt: skip
    if seen < SIZE:
        ax.text(
            (seen + SIZE) / 2, 1.2, TEXT["unseen"], ha="center",
            color=plots.ACCENT_2, fontsize=10,
        )  # fmt: skip
    ax.set(xlim=(-0.1, SIZE + 0.3), ylim=(-2.6, 1.7), aspect="equal")
    ax.set_title(TEXT["title"].format(stride=stride, out=places))
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(10.5, 2.6))
    for ax, stride in zip(axes, (1, 2, 3), strict=True):
        draw_stride(ax, stride)
    plots.describe(fig, TEXT["alt"])
    return fig
