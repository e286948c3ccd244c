"""A 3x3 kernel with dilation 1, 2 and 3: same weights, wider span."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.shapes import receptive_field

SIZE, K = 9, 3
TEXT = {
    "title": "dilation {dilation}: spans {span}",
    "alt": "The nine taps of a 3 by 3 kernel on a 9 by 9 input: side by side "
    "at dilation 1, every second pixel at dilation 2, every third at "
    "dilation 3. The span grows from 3 to 5 to 7.",
}


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(9.5, 3.3))
    for ax, dilation in zip(axes, (1, 2, 3), strict=True):
        span = receptive_field([(K, 1, 0, dilation)]).size
        first = (SIZE - span) // 2
        taps = np.zeros((SIZE, SIZE))
        taps[
            first : first + span : dilation, first : first + span : dilation
        ] = 1
        plots.show_grid(
            np.full((SIZE, SIZE), np.nan), ax,
            TEXT["title"].format(dilation=dilation, span=span),
            window=(first, first, span, span), cell_colors=taps * 2,
        )  # fmt: skip
    plots.describe(fig, TEXT["alt"])
    return fig
