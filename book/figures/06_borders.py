"""A window of 3 at stride 2 on six pixels: floor, ceil, padding."""

import matplotlib.pyplot as plt

from cnnlab import plots
from cnnlab.shapes import output_size

SIZE, K, S = 6, 3, 2
CASES = {
    "floor": {},
    "ceil": {"ceil_mode": True},
    "padding": {"padding": 1},
}
TEXT = {
    "floor": "floor: {places} windows",
    "ceil": "ceil_mode: {places} windows",
    "padding": "padding 1: {places} windows",
    "alt": "Six pixels, three times. With floor, two windows of three at "
    "stride two, and the last pixel is in none. With ceil mode a third "
    "window stands over the right border. With padding 1 the windows begin "
    "one pixel before the image, and three of them cover all pixels.",
}


def cell(ax, k, inside):
    ax.add_patch(
        plt.Rectangle(
            (k, 0), 1, 1, fill=False, linewidth=1.2,
            edgecolor=plots.INK if inside else plots.FAINT,
            linestyle="-" if inside else ":",
        )
    )  # fmt: skip
    if inside:
        ax.text(k + 0.5, 0.5, str(k + 1), ha="center", va="center")


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(9, 2))
    for ax, (name, options) in zip(axes, CASES.items(), strict=True):
        padding = options.get("padding", 0)
        places = output_size(SIZE, K, S, **options)
        for k in range(-1, SIZE + 1):
            inside = 0 <= k < SIZE
            if -padding <= k < SIZE + padding:
                cell(ax, k, inside)
        for n in range(places):
            left, height = n * S - padding, -0.35 - 0.35 * n
            ax.plot(
                [left + 0.1, left + K - 0.1], [height] * 2, linewidth=5,
                color=(plots.ACCENT, plots.ACCENT_2)[n % 2],
            )  # fmt: skip
        ax.set(xlim=(-1.2, SIZE + 1.2), ylim=(-1.5, 1.1), aspect="equal")
        ax.set_title(TEXT[name].format(places=places))
        ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
