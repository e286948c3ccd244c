"""Causal convolutions of width 2 over time, plain and dilated."""

import matplotlib.pyplot as plt

from cnnlab import plots
from cnnlab.shapes import receptive_field

LENGTH, LAYERS = 17, 4
STACKS = {"dilation 1, 1, 1, 1": [1] * 4, "dilation 1, 2, 4, 8": [1, 2, 4, 8]}
TEXT = {
    "title": "{name}: sees {size} steps",
    "input": "words",
    "layer": "layer {n}",
    "alt": "Two stacks of four causal layers with kernel 2. With dilation 1 "
    "the last unit sees 5 steps; with dilations 1, 2, 4, 8 it sees 16.",
}


def draw_stack(ax, name, dilations):
    seen = {LENGTH - 1}
    for depth in range(LAYERS, -1, -1):
        for i in range(LENGTH):
            face = plots.ACCENT if i in seen else "none"
            edge = plots.ACCENT if i in seen else plots.FAINT
            ax.plot(i, depth, "o", markersize=7, mfc=face, mec=edge)
        label = TEXT["layer"].format(n=depth) if depth else TEXT["input"]
        ax.text(-0.8, depth, label, ha="right", va="center", fontsize=9)
        if depth:
            below = {
                i - k * dilations[depth - 1] for i in seen for k in (0, 1)
            }
            for i in seen:
                for j in (i, i - dilations[depth - 1]):
                    ax.plot([i, j], [depth, depth - 1], color=plots.ACCENT)
            seen = below
    size = receptive_field([(2, 1, 0, d) for d in dilations]).size
    ax.set_title(TEXT["title"].format(name=name, size=size))
    ax.set(xlim=(-3.6, LENGTH - 0.5), ylim=(-0.5, LAYERS + 0.5))
    ax.set_axis_off()


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(11, 2.8), layout="constrained")
    for ax, (name, dilations) in zip(axes, STACKS.items(), strict=True):
        draw_stack(ax, name, dilations)
    plots.describe(fig, TEXT["alt"])
    return fig
