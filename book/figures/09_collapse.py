"""Two 3x3 kernels in a row are one 5x5 kernel."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.conv import conv2d

FIRST = np.ones((3, 3))
SECOND = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
TEXT = {
    "first": "first layer: sum of 9",
    "second": "second layer: Sobel x",
    "one": "one layer that does both",
    "alt": "A 3 by 3 kernel of ones, then a 3 by 3 Sobel kernel, equal one "
    "5 by 5 kernel; its middle row is {row}.",
}


def combine(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The mathematical convolution of two kernels, full size."""
    K = len(second) - 1
    # Correlating with the flipped kernel is convolving.
    flipped = second[::-1, ::-1]
    return conv2d(first[None, None], flipped[None, None], padding=K)[0, 0]


def draw():
    one = combine(FIRST, SECOND)
    fig, axes = plt.subplots(
        1, 3, figsize=(9, 3.4),
        gridspec_kw={"width_ratios": [3, 3, 5], "wspace": 0.3},
    )  # fmt: skip
    kernels = (FIRST, SECOND, one)
    keys = ("first", "second", "one")
    for ax, key, kernel in zip(axes, keys, kernels, strict=True):
        tint = np.abs(kernel) / np.abs(kernel).max()
        plots.show_grid(kernel, ax, TEXT[key], cell_colors=tint)
    axes[0].text(3.5, 1.5, "∗", ha="center", va="center", fontsize=18)
    axes[1].text(3.5, 1.5, "=", ha="center", va="center", fontsize=18)
    row = ", ".join(f"{v:.0f}" for v in one[2])
    plots.describe(fig, TEXT["alt"].format(row=row))
    return fig
