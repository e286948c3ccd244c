"""Full, local, and local and shared connections, in one dimension."""

import matplotlib.pyplot as plt

from cnnlab import plots

INPUTS, K = 9, 3
UNITS = INPUTS - K + 1
OWN = (plots.ACCENT, plots.ACCENT_2, "#3a9d6e")
TEXT = {
    "full": "full: {weights} weights",
    "local": "local: {weights} weights",
    "shared": "local and shared: {weights} weights",
    "unit": "units",
    "input": "inputs",
    "alt": "Three drawings of nine inputs below and seven units above. Full: "
    "every unit has a line to every input, 63 weights. Local: each unit has "
    "lines to three neighbouring inputs, 21 weights. Local and shared: the "
    "same 21 lines in three colours, 3 weights.",
}
WEIGHTS = {"full": INPUTS * UNITS, "local": UNITS * K, "shared": K}


def lines(ax, kind: str) -> None:
    for unit in range(UNITS):
        for k in range(INPUTS):
            offset = k - unit
            if kind != "full" and not 0 <= offset < K:
                continue
            color = OWN[offset] if kind == "shared" else plots.FAINT
            ax.plot(
                [k, unit + (K - 1) / 2], [0, 2], color=color,
                linewidth=2.2 if kind == "shared" else 1.1, zorder=1,
            )  # fmt: skip


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(11, 2.7))
    for ax, (kind, weights) in zip(axes, WEIGHTS.items(), strict=True):
        lines(ax, kind)
        for count, start, height in ((INPUTS, 0, 0), (UNITS, 1, 2)):
            places = [start + p for p in range(count)]
            ax.scatter(
                places, [height] * count, s=90, zorder=2,
                color=plots.ACCENT if height else plots.FAINT,
            )  # fmt: skip
        ax.set_title(TEXT[kind].format(weights=weights))
        ax.set(xlim=(-0.5, INPUTS - 0.5), ylim=(-0.4, 2.4))
        ax.set_axis_off()
    for name, height in (("input", 0), ("unit", 2)):
        axes[0].text(-0.9, height, TEXT[name], ha="right", va="center")
    plots.describe(fig, TEXT["alt"])
    return fig
