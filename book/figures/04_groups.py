"""Which input channel reaches which output channel: full, groups, depth."""

import matplotlib.pyplot as plt

from cnnlab import plots
from cnnlab.shapes import Conv, ledger

CHANNELS, K = 6, 3
CASES = {
    "full": Conv(CHANNELS, K, bias=False),
    "grouped": Conv(CHANNELS, K, groups=2, bias=False),
    "depthwise": Conv(CHANNELS, K, groups=CHANNELS, bias=False),
    "pointwise": Conv(CHANNELS, 1, bias=False),
}
TEXT = {
    "full": "full, 3×3",
    "grouped": "2 groups, 3×3",
    "depthwise": "depthwise, 3×3",
    "pointwise": "1×1",
    "weights": "{n} weights",
    "out": "output\nchannels",
    "in": "input\nchannels",
    "alt": "Six input channels below, six output channels above, four times. "
    "Full: every line, 324 weights. Two groups: two bundles of nine lines, "
    "162 weights. Depthwise: six single lines, 54 weights. 1 by 1: every "
    "line again, thin, 36 weights.",
}


def draw():
    fig, axes = plt.subplots(1, 4, figsize=(11, 2.7))
    for ax, (name, layer) in zip(axes, CASES.items(), strict=True):
        size = CHANNELS // layer.groups
        thick = name != "pointwise"
        for i in range(CHANNELS):
            for o in range(CHANNELS):
                if i // size == o // size:
                    ax.plot(
                        [i, o], [0, 2], zorder=1,
                        color=plots.ACCENT if thick else plots.FAINT,
                        linewidth=1.9 if thick else 0.9,
                    )  # fmt: skip
        for height in (0, 2):
            ax.scatter(
                range(CHANNELS), [height] * CHANNELS, s=80, zorder=2,
                color=plots.ACCENT_2 if height else plots.FAINT,
            )  # fmt: skip
        count = ledger((CHANNELS, K, K), [layer]).params
        ax.set_title(f"{TEXT[name]}\n{TEXT['weights'].format(n=count)}")
        ax.set(xlim=(-0.5, CHANNELS - 0.5), ylim=(-0.4, 2.4))
        ax.set_axis_off()
    for name, height in (("in", 0), ("out", 2)):
        axes[0].text(-0.8, height, TEXT[name], ha="right", va="center")
    plots.describe(fig, TEXT["alt"])
    return fig
