"""Three layers of kernel 3 against one of kernel 7, in one dimension."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import receptive_field

WIDTH = 9  # pixels drawn
STACKS = {"one": [(7,)], "three": [(3,)] * 3}
TEXT = {
    "one": "one layer of kernel 7\n49 C² weights in 2-D, one ReLU",
    "three": "three layers of kernel 3\n27 C² weights in 2-D, three ReLUs",
    "input": "input",
    "layer": "layer {n}",
    "alt": "Left, one unit is joined to seven pixels directly. Right, one "
    "unit is joined to three units of layer 2, these to five units of "
    "layer 1, and these to the same seven pixels.",
}
HEIGHT = 1.7  # from layer to layer


def draw_unit(ax, x: float, y: float, seen: bool) -> None:
    ax.add_patch(
        Rectangle(
            (x - 0.36, y - 0.36), 0.72, 0.72, linewidth=0.9,
            edgecolor=plots.ACCENT if seen else plots.FAINT,
            facecolor=(*plt.matplotlib.colors.to_rgb(plots.ACCENT), 0.55)
            if seen else "none",
        )
    )  # fmt: skip


def draw_stack(ax, title: str, layers) -> None:
    """Units of each layer; those that the one at the top sees are filled."""
    top = len(layers)
    lift = 3 * HEIGHT / top
    seen = {WIDTH // 2}
    for depth in range(top, -1, -1):
        half = (receptive_field(layers[:depth]).size - 1) // 2
        for unit in range(half, WIDTH - half):
            draw_unit(ax, unit, depth * lift, unit in seen)
        label = TEXT["layer"].format(n=depth) if depth else TEXT["input"]
        ax.text(-0.8, depth * lift, label, ha="right", va="center")
        if depth:
            reach = layers[depth - 1][0] // 2
            links = [
                (u, u + d) for u in seen for d in range(-reach, reach + 1)
            ]
            for above, below in links:
                ax.plot(
                    [above, below],
                    [depth * lift - 0.36, (depth - 1) * lift + 0.36],
                    color=plots.ACCENT, linewidth=0.8, alpha=0.7,
                )  # fmt: skip
            seen = {below for _, below in links}
    ax.set_title(title)
    ax.set(xlim=(-3, WIDTH - 0.4), ylim=(-0.6, 3 * HEIGHT + 0.6))
    ax.set_aspect("equal")
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(10, 4.2))
    for ax, (name, layers) in zip(axes, STACKS.items(), strict=True):
        draw_stack(ax, TEXT[name], layers)
    plots.describe(fig, TEXT["alt"])
    return fig
