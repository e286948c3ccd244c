"""Three summaries of the same windows: maximum, mean, L2."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.pool import avg_pool2d, l2_pool2d, max_pool2d

X = np.array([[1, 3, 0, 2], [4, 2, 1, 1], [0, 0, 6, 2], [0, 0, 3, 5]], float)
TINTS = np.array([[0.9, 0.45], [0.45, 0.9]])
SUMMARIES = {"max": max_pool2d, "average": avg_pool2d, "L2": l2_pool2d}
TEXT = {
    "input": "feature map",
    "names": {"max": "maximum", "average": "average", "L2": "L2"},
    "alt": "A 4 by 4 map in four windows of 2 by 2, 1 3 4 2, 0 2 1 1, "
    "0 0 0 0 and 6 2 3 5. Maxima: 4, 2, 0, 6. Averages: 2.5, 1, 0, 4. "
    "L2: 5.5, 2.4, 0, 8.6.",
}


def draw():
    fig, axes = plt.subplots(
        1,
        4,
        figsize=(9, 3.1),
        gridspec_kw={"width_ratios": [4, 2.6, 2.6, 2.6]},
    )
    tints = TINTS.repeat(2, axis=0).repeat(2, axis=1)
    plots.show_grid(X, axes[0], TEXT["input"], cell_colors=tints)
    for ax, (name, pool) in zip(axes[1:], SUMMARIES.items(), strict=True):
        y = pool(X[None, None], 2)[0, 0]
        digits = 0 if name == "max" else 1
        title = TEXT["names"][name]
        plots.show_grid(y, ax, title, cell_colors=TINTS, digits=digits)
    plots.describe(fig, TEXT["alt"])
    return fig
