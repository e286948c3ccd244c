"""One unit's receptive field, followed down through three layers."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import output_size, receptive_field

SIZE = 17
STACKS = {
    "stride 1, 1, 1": [(3,)] * 3,
    "stride 2, 2, 1": [(3, 2), (3, 2), (3,)],
}
TEXT = {
    "input": "input",
    "layer": "layer {n}",
    "title": "{name}: sees {size} pixels",
    "alt": "Two stacks of three layers with kernel 3 over 17 input pixels. "
    "With stride 1 one unit of the last layer sees 7 pixels; with strides "
    "2, 2, 1 it sees 15.",
}


def widths(layers) -> list[int]:
    sizes = [SIZE]
    for layer in layers:
        sizes.append(output_size(sizes[-1], *layer))
    return sizes


def draw_stack(ax, name: str, layers) -> None:
    sizes = widths(layers)
    seen = {sizes[-1] // 2}
    for depth in range(len(layers), -1, -1):
        field = receptive_field(layers[:depth])
        for unit in range(sizes[depth]):
            x = field.start + unit * field.jump
            ax.add_patch(
                Rectangle(
                    (x - 0.42, depth * 1.6), 0.84, 0.84, linewidth=0.8,
                    edgecolor=plots.FAINT,
                    facecolor=plots.ACCENT if unit in seen else "none",
                )
            )  # fmt: skip
        label = TEXT["layer"].format(n=depth) if depth else TEXT["input"]
        ax.text(-1.2, depth * 1.6 + 0.42, label, ha="right", va="center")
        if depth:
            seen = draw_links(ax, layers, depth, seen)
    size = receptive_field(layers).size
    ax.set_title(TEXT["title"].format(name=name, size=size))
    ax.set(xlim=(-4.5, SIZE), ylim=(-0.3, 1.6 * len(layers) + 1.2))
    ax.set_axis_off()


def draw_links(ax, layers, depth: int, seen: set[int]) -> set[int]:
    """Lines from the seen units down; returns the units they reach."""
    K, S = (*layers[depth - 1], 1)[:2]
    above = receptive_field(layers[:depth])
    below = receptive_field(layers[: depth - 1])
    reached = set()
    for unit in seen:
        for below_unit in range(unit * S, unit * S + K):
            ax.plot(
                [
                    above.start + unit * above.jump,
                    below.start + below_unit * below.jump,
                ],
                [depth * 1.6, (depth - 1) * 1.6 + 0.84],
                color=plots.ACCENT, linewidth=0.8, alpha=0.7,
            )  # fmt: skip
            reached.add(below_unit)
    return reached


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(11, 3.4))
    for ax, (name, layers) in zip(axes, STACKS.items(), strict=True):
        draw_stack(ax, name, layers)
    plots.describe(fig, TEXT["alt"])
    return fig
