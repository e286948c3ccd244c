"""The worked patch: nine products and their sum."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

PATCH = np.array([[93, 139, 101], [26, 252, 196], [135, 240, 48]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
TEXT = {
    "patch": "3×3 patch of the input",
    "kernel": "kernel",
    "products": "products, entry by entry",
    "sum": "sum = {total}",
    "alt": "A 3 by 3 patch of pixel values times a 3 by 3 kernel, entry by "
    "entry, gives nine products; their sum, {total}, is one number of the "
    "feature map.",
}


def draw():
    products = PATCH * SOBEL
    total = products.sum()
    fig, axes = plt.subplots(
        1, 3, figsize=(9, 3.1), gridspec_kw={"wspace": 0.35}
    )
    plots.show_grid(PATCH, axes[0], TEXT["patch"], cell_colors=PATCH / 255)
    plots.show_grid(SOBEL, axes[1], TEXT["kernel"], window=(0, 0, 3, 3))
    plots.show_grid(products, axes[2], TEXT["products"])
    for ax, sign in zip(axes, "×=", strict=False):
        ax.text(3.5, 1.5, sign, ha="center", va="center", fontsize=18)
    axes[2].text(
        1.5, 3.5, TEXT["sum"].format(total=total), ha="center",
        fontsize=14, weight="bold", color=plots.ACCENT_2,
    )  # fmt: skip
    plots.describe(fig, TEXT["alt"].format(total=total))
    return fig
