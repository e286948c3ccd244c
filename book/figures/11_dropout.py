"""One hidden layer with dropout: two steps of training, and use."""

import matplotlib.pyplot as plt

from cnnlab import plots

SIZES = (3, 6, 2)  # units of input, hidden and output layer
DROPPED = {"step 1": (1, 2, 5), "step 2": (0, 2, 4), "use": ()}
TEXT = {
    "step 1": "training, one step",
    "step 2": "training, the next step",
    "use": "in use",
    "kept": "kept units × 1/(1 − p) = × 2",
    "all": "all units × 1",
    "alt": "Three drawings of one small network. In two training steps "
    "different hidden units are crossed out, with all their connections, "
    "and the others count twice. In use no unit is missing.",
}


def place(layer: int, unit: int) -> tuple[float, float]:
    return 2.0 * layer, 0.9 * (unit - (SIZES[layer] - 1) / 2)


def draw_net(ax, name: str) -> None:
    gone = DROPPED[name]
    for layer in (0, 1):
        for i in range(SIZES[layer]):
            for j in range(SIZES[layer + 1]):
                if (j if layer == 0 else i) in gone:
                    continue
                ends = zip(place(layer, i), place(layer + 1, j), strict=True)
                ax.plot(*ends, color=plots.FAINT, lw=0.7, zorder=1)
    for layer, size in enumerate(SIZES):
        for unit in range(size):
            draw_unit(ax, *place(layer, unit), layer == 1 and unit in gone)
    ax.set_title(TEXT[name])
    ax.text(2, -3.0, TEXT["kept" if gone else "all"], ha="center")
    ax.set(xlim=(-0.6, 4.6), ylim=(-3.3, 2.8), aspect="equal")
    ax.set_axis_off()


def draw_unit(ax, x: float, y: float, dropped: bool) -> None:
    color = plots.FAINT if dropped else plots.ACCENT
    # A second circle in the page's ground would not know the theme, so the
    # lines end under a solid disc.
    ax.add_patch(
        plt.Circle(
            (x, y), 0.26, facecolor="none" if dropped else color,
            edgecolor=color, linewidth=1.2, zorder=2,
            linestyle=":" if dropped else "-",
        )
    )  # fmt: skip
    if dropped:
        for sign in (-1, 1):
            ax.plot(
                (x - 0.15, x + 0.15), (y - sign * 0.15, y + sign * 0.15),
                color=plots.ACCENT_2, lw=1.8, zorder=3,
            )  # fmt: skip


def draw():
    fig, axes = plt.subplots(1, 3, figsize=(9.5, 3.6))
    for ax, name in zip(axes, DROPPED, strict=True):
        draw_net(ax, name)
    plots.describe(fig, TEXT["alt"])
    return fig
