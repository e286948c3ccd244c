"""Broadcasting: a column minus a row is a table of all pairs."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

PREDICTION = np.array([[2.0], [4.0], [6.0], [8.0]])
TARGET = np.array([2.0, 4.0, 6.0, 8.0])
TEXT = {
    "prediction": "prediction\n(4, 1)",
    "target": "target\n(4,), read as (1, 4)",
    "difference": "difference\n(4, 4)",
    "alt": "A column of four predictions minus a row of four targets. Both "
    "are repeated to a 4 by 4 table, and the difference is a table of all "
    "pairs; only its tinted diagonal was wanted, and that is zero.",
}


def draw():
    difference = PREDICTION - TARGET
    wanted = np.eye(len(TARGET))
    column = np.repeat(PREDICTION, len(TARGET), axis=1)
    row = np.repeat(TARGET[None], len(TARGET), axis=0)
    fig, axes = plt.subplots(
        1, 3, figsize=(9, 3.4), gridspec_kw={"wspace": 0.35}
    )
    plots.show_grid(column, axes[0], TEXT["prediction"], (0, 0, 4, 1))
    plots.show_grid(row, axes[1], TEXT["target"], (0, 0, 1, 4))
    plots.show_grid(
        difference, axes[2], TEXT["difference"], cell_colors=wanted
    )
    fade(axes[0], lambda i, j: j > 0)
    fade(axes[1], lambda i, j: i > 0)
    for ax, sign in zip(axes, "\N{MINUS SIGN}=", strict=False):
        ax.text(4.65, 2, sign, ha="center", va="center", fontsize=18)
    plots.describe(fig, TEXT["alt"])
    return fig


def fade(ax, is_copy) -> None:
    """Grey for the numbers that broadcasting only pretends to store."""
    for text in ax.texts:
        x, y = text.get_position()
        if is_copy(int(y), int(x)):
            text.set_color(plots.FAINT)
