"""A bar, and the same bar one pixel on: max pooling, then with a blur."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

BAR = np.array([0, 0, 3, 3, 0, 0, 0, 0], float)
TEXT = {
    "columns": ("a bar", "one pixel on"),
    "rows": (
        "signal",
        "max pooling, 2",
        "max, stride 1",
        "blurred",
        "every second",
    ),
    "alt": "The signal 0 0 3 3 0 0 0 0 and the same moved by one. Max "
    "pooling by 2 gives 0 3 0 0 and 0 3 3 0. Max at stride 1, a blur and "
    "every second number give 0.75 3 0.75 0 and 0 2.25 2.25 0, which have "
    "the same sum.",
}


def stages(x):
    """The rows of one column, a signal without borders."""
    dense = np.maximum(x, np.roll(x, -1))
    blurred = (np.roll(dense, 1) + 2 * dense + np.roll(dense, -1)) / 4
    return x, x.reshape(-1, 2).max(1), dense, blurred, blurred[::2]


def draw():
    fig, axes = plt.subplots(5, 2, figsize=(9, 4.8))
    for column, shift in enumerate((0, 1)):
        for ax, values in zip(
            axes[:, column], stages(np.roll(BAR, shift)), strict=True
        ):
            row = np.full(8, np.nan)
            step = 8 // len(values)
            row[::step] = values
            whole = np.array_equal(values, values.round())
            shown = row[None]
            plots.show_grid(
                shown,
                ax,
                cell_colors=np.nan_to_num(shown) / 3,
                digits=0 if whole else 2,
            )
            ax.set(xlim=(-0.05, 8.05))
        axes[0, column].set_title(TEXT["columns"][column])
    for ax, name in zip(axes[:, 0], TEXT["rows"], strict=True):
        ax.text(-0.3, 0.5, name, ha="right", va="center")
    plots.describe(fig, TEXT["alt"])
    return fig
