"""Where the gradient goes: to the winner, or to all in equal shares."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.pool import avg_pool2d_backward, max_pool2d_backward

X = np.array([[1, 3, 0, 2], [4, 2, 1, 1], [0, 0, 6, 2], [0, 0, 3, 5]], float)
DY = np.array([[4, 8], [-4, 12]], float)
TEXT = {
    "titles": ("input", "gradient\nfrom above", "maximum", "average"),
    "alt": "The 4 by 4 map; the gradient 4, 8, -4, 12 that comes from above; "
    "for the maximum it stands whole at one pixel of each window, in the "
    "window of four zeros at the first; for the average a quarter of it "
    "stands at every pixel.",
}


def draw():
    fig, axes = plt.subplots(
        1, 4, figsize=(9, 2.8), gridspec_kw={"width_ratios": [4, 2.2, 4, 4]}
    )
    x, dy = X[None, None], DY[None, None]
    to_winner = max_pool2d_backward(dy, x, 2)[0, 0]
    shared = avg_pool2d_backward(dy, x, 2)[0, 0]
    for ax, title, values in zip(
        axes, TEXT["titles"], (X, DY, to_winner, shared), strict=True
    ):
        hit = None if values is X else (values != 0) * 0.8
        plots.show_grid(values, ax, title, cell_colors=hit)
    plots.describe(fig, TEXT["alt"])
    return fig
