"""The affine family: a square with a letter F, before and after."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

F_SHAPE = np.array([
    (-0.4, 0.7), (-0.4, -0.7), (0.45, -0.7), (0.45, -0.45), (-0.1, -0.45),
    (-0.1, -0.1), (0.25, -0.1), (0.25, 0.15), (-0.1, 0.15), (-0.1, 0.7),
])  # fmt: skip
SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
ARROWS = np.eye(2)
COS, SIN = np.cos(np.radians(25)), np.sin(np.radians(25))
CHANGES = {
    "shift": ([[1, 0], [0, 1]], (0.6, -0.4)),
    "rescale": ([[0.65, 0], [0, 0.65]], (0, 0)),
    "stretch": ([[1.5, 0], [0, 1]], (0, 0)),
    "flip": ([[-1, 0], [0, 1]], (0, 0)),
    "rotate": ([[COS, -SIN], [SIN, COS]], (0, 0)),
    "shear": ([[1, np.tan(np.radians(25))], [0, 1]], (0, 0)),
}
TEXT = {
    **{name: name for name in CHANGES},
    "alt": "Six panels, each with a grey square that holds a letter F and, "
    "in colour, where shift, rescale, stretch, flip, rotate and shear take "
    "it; two arrows show where the axes go.",
}


def draw_change(ax, name: str) -> None:
    matrix, move = map(np.array, CHANGES[name])

    def moved(points):
        return points @ matrix.T + move

    for shape in (SQUARE, F_SHAPE):
        ax.add_patch(
            plt.Polygon(shape, fill=False, edgecolor=plots.FAINT, ls=":")
        )
    blue = plt.matplotlib.colors.to_rgb(plots.ACCENT)
    ax.add_patch(
        plt.Polygon(moved(SQUARE), facecolor=(*blue, 0.12),
                    edgecolor=plots.ACCENT)
    )  # fmt: skip
    ax.add_patch(plt.Polygon(moved(F_SHAPE), color=plots.ACCENT))
    origin = moved(np.zeros(2))
    for arrow in ARROWS:
        ax.annotate(
            "", moved(arrow), origin,
            arrowprops={"arrowstyle": "->", "color": plots.ACCENT_2, "lw": 2},
        )  # fmt: skip
    ax.set_title(TEXT[name])
    ax.set(xlim=(-1.7, 1.7), ylim=(1.5, -1.5), aspect="equal")
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 6, figsize=(11, 2.1))
    for ax, name in zip(axes, CHANGES, strict=True):
        draw_change(ax, name)
    plots.describe(fig, TEXT["alt"])
    return fig
