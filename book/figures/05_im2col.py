"""The worked patch as a matrix product: windows become columns."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots
from cnnlab.reference.im2col import im2col

IMAGE = np.array([
    [93, 139, 101, 80],
    [26, 252, 196, 90],
    [135, 240, 48, 70],
    [60, 180, 90, 30],
])  # fmt: skip
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
PIXEL = (1, 1)  # in all four windows
TEXT = {
    "image": "image, first window",
    "columns": "columns: one a window",
    "row": "kernel as a row",
    "result": "one sum a window",
    "alt": "A 4 by 4 image with four windows of 3 by 3. Each window is a "
    "column of a 9 by 4 matrix. A row of nine weights times the matrix gives "
    "four sums, {sums}. One pixel is tinted: it stands in all four columns.",
}


def columns_of(image: np.ndarray) -> np.ndarray:
    return im2col(image[None, None], kernel_size=3)[0]


def place(fig, x: float, y: float, cells: tuple[int, int], side: float):
    """Axes for ``cells`` (rows, columns) of ``side`` inches each."""
    width, height = fig.get_size_inches()
    H, W = ((n + 0.1) * side for n in cells)
    return fig.add_axes((x / width, y / height, W / width, H / height))


def draw():
    mark = np.zeros(IMAGE.shape)
    mark[PIXEL] = 1
    X, row = columns_of(IMAGE), SOBEL.reshape(1, 9)
    sums, side = row @ X, 0.46
    fig = plt.figure(figsize=(8.8, 5.4))
    ax = place(fig, 1.2, 2.3, IMAGE.shape, 0.55)
    plots.show_grid(IMAGE, ax, TEXT["image"], (0, 0, 3, 3), cell_colors=mark)
    ax = place(fig, 5.2, 0.9, X.shape, side)
    plots.show_grid(
        X, ax, TEXT["columns"], (0, 0, 9, 1), cell_colors=columns_of(mark)
    )
    ax.text(-1.7, 3.5, "→", fontsize=20, ha="center", va="center")
    # Row and sums stand as in a product on paper: each sum under its column.
    ax = place(fig, 0.6, 0.3, row.shape, side)
    plots.show_grid(row, ax, TEXT["row"])
    ax = place(fig, 5.2, 0.3, sums.shape, side)
    plots.show_grid(sums, ax, window=(0, 0, 1, 1))
    ax.text(-0.4, 0.5, "→", fontsize=16, ha="center", va="center")
    ax.text(4.3, 0.5, TEXT["result"], va="center")
    listed = ", ".join(str(s) for s in sums[0])
    plots.describe(fig, TEXT["alt"].format(sums=listed))
    return fig
