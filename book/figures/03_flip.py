"""Cross-correlation and convolution of an impulse, side by side."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.conv import conv2d

KERNEL = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
TEXT = {
    "impulse": "input: one pixel is 1",
    "kernel": "kernel",
    "correlation": "cross-correlation",
    "convolution": "convolution",
    "alt": "An impulse, a kernel numbered 1 to 9, and two results: under "
    "cross-correlation the kernel comes out turned by 180 degrees, under "
    "convolution it comes out as it is.",
}


def correlate(x, w):
    return conv2d(x[None, None], w[None, None], padding=1)[0, 0]


def draw():
    impulse = np.zeros((5, 5), int)
    impulse[2, 2] = 1
    panels = [
        (impulse, TEXT["impulse"]),
        (KERNEL, TEXT["kernel"]),
        (correlate(impulse, KERNEL), TEXT["correlation"]),
        (correlate(impulse, KERNEL[::-1, ::-1]), TEXT["convolution"]),
    ]
    fig, axes = plt.subplots(
        1, 4, figsize=(10, 2.9),
        gridspec_kw={"width_ratios": [5, 3, 5, 5], "wspace": 0.12},
    )  # fmt: skip
    for ax, (values, title) in zip(axes, panels, strict=True):
        plots.show_grid(values, ax, title, cell_colors=values / 9)
    axes[0].texts[12].set_weight("bold")
    plots.describe(fig, TEXT["alt"])
    return fig
