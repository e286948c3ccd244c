"""How many windows see each pixel, without and with padding."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.conv import conv2d_backward
from cnnlab.shapes import output_size

SIZE, K = 7, 3
TEXT = {
    "title": "padding {padding}: output {out}×{out}",
    "alt": "Two 7 by 7 grids. Without padding a corner pixel is in 1 window "
    "of a 3 by 3 kernel, an edge pixel in 2 or 3, an inner pixel in 9. With "
    "padding 1 a corner pixel is in 4 windows and an edge pixel in 6.",
}


def coverage(padding: int) -> np.ndarray:
    """Windows that contain each pixel: the gradient of the sum of outputs."""
    out = output_size(SIZE, K, padding=padding)
    dx, _, _ = conv2d_backward(
        np.ones((1, 1, out, out)),
        np.zeros((1, 1, SIZE, SIZE)),
        np.ones((1, 1, K, K)),
        padding=padding,
    )
    return dx[0, 0]


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(7.5, 3.8))
    for ax, padding in zip(axes, (0, 1), strict=True):
        counts = coverage(padding)
        title = TEXT["title"].format(
            padding=padding, out=output_size(SIZE, K, padding=padding)
        )
        plots.show_grid(counts, ax, title, cell_colors=counts / K**2)
    plots.describe(fig, TEXT["alt"])
    return fig
