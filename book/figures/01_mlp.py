"""The network of the page: 784-512-512-10, a few units of each layer."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection

from cnnlab import plots

LAYERS = ((784, 9), (512, 7), (512, 7), (10, 5))  # units, units drawn
GAP = 3.2
TEXT = {
    "names": ("input", "hidden 1", "hidden 2", "output"),
    "between": ("linear + ReLU", "linear + ReLU", "linear"),
    "units": "{n} numbers",
    "weights": "{n:,} weights\n+ {m} biases",
    "alt": "Four columns of units with 784, 512, 512 and 10 of them, of which "
    "a few are drawn. Every unit of a column is connected with every unit of "
    "the next column. Under each gap stands its number of weights and biases.",
}


def places(column: int, drawn: int) -> np.ndarray:
    """Middle points of the units of a column, with a gap for the dots."""
    y = np.arange(drawn, dtype=float)
    y[drawn // 2 + 1 :] += 0.9
    return np.stack([np.full(drawn, column * GAP), y.mean() - y], axis=1)


def draw():
    fig, ax = plt.subplots(figsize=(8.5, 5))
    columns = [places(c, drawn) for c, (_, drawn) in enumerate(LAYERS)]
    for a, b in zip(columns, columns[1:], strict=False):
        lines = [(p, q) for p in a for q in b]
        ax.add_collection(
            LineCollection(lines, colors=plots.FAINT, linewidths=0.35)
        )
    for c, (points, (units, drawn)) in enumerate(
        zip(columns, LAYERS, strict=True)
    ):
        color = plots.ACCENT if 0 < c < 3 else plots.ACCENT_2
        ax.scatter(*points.T, s=110, color=color, zorder=2)
        middle = points[[drawn // 2, drawn // 2 + 1], 1].mean()
        ax.text(c * GAP, middle, "⋮", ha="center", va="center", fontsize=14)
        name = f"{TEXT['names'][c]}\n{TEXT['units'].format(n=units)}"
        ax.text(c * GAP, 5.2, name, ha="center", va="bottom")
    for c, kind in enumerate(TEXT["between"]):
        (m, _), (n, _) = LAYERS[c], LAYERS[c + 1]
        label = TEXT["weights"].format(n=m * n, m=n)
        ax.text(
            (c + 0.5) * GAP, -5.2, f"{kind}\n{label}", ha="center", va="top"
        )
    ax.set(xlim=(-0.9, 3 * GAP + 0.9), ylim=(-7.3, 6.6))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
