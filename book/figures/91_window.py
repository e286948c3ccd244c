"""One axis with the letters of the cheat sheet: n, P, K, D, S, span."""

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import output_size

SIZE, K, S, P, D = 7, 3, 2, 1, 2
ROWS = (-1.2, -3.0, -4.2)  # the places; below the first is a measure
TEXT = {
    "n": "n = {n} pixels",
    "P": "P = {P}",
    "span": "span = D(K \N{MINUS SIGN} 1) + 1 = {span}",
    "D": "D = {D}",
    "S": "S = {S}",
    "place": "place {i}",
    "out": "{out} places fit: the output has {out} numbers",
    "alt": "Seven pixels with one pixel of padding on each side. A kernel of "
    "three with dilation 2 spans five; its places lie two apart, and there "
    "are {out} of them.",
}


def box(ax, x: float, y: float, color, fill: float = 0.0, dashed=False):
    style = {
        "edgecolor": color,
        "facecolor": (*to_rgb(color), fill),
        "linestyle": "--" if dashed else "-",
    }
    ax.add_patch(Rectangle((x, y), 1, 0.8, linewidth=1, **style))


def measure(ax, x0: float, x1: float, y: float, text: str) -> None:
    """A line with two heads, and what it measures."""
    style = {"arrowstyle": "<->", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (x0, y), (x1, y), arrowprops=style | {"color": plots.INK})
    ax.text((x0 + x1) / 2, y + 0.1, text, ha="center", va="bottom")


def draw_input(ax) -> None:
    for x in range(-P, SIZE + P):
        padding = not 0 <= x < SIZE
        box(ax, x, 0, plots.FAINT, dashed=padding)
        if not padding:
            ax.text(x + 0.5, 0.4, str(x), ha="center", va="center")
    measure(ax, 0, SIZE, 1.0, TEXT["n"].format(n=SIZE))
    measure(ax, -P, 0, 1.0, TEXT["P"].format(P=P))
    measure(ax, SIZE, SIZE + P, 1.0, TEXT["P"].format(P=P))


def draw_place(ax, i: int, y: float) -> None:
    first = i * S - P
    for u in range(K):
        box(ax, first + u * D, y, plots.ACCENT, 0.45)
        if u:
            gap = [first + (u - 1) * D + 1, first + u * D]
            ax.plot(gap, [y + 0.4] * 2, color=plots.ACCENT, linewidth=1)
    label = TEXT["place"].format(i=i)
    ax.text(SIZE + P + 0.4, y + 0.4, label, va="center")


def draw():
    out, span = output_size(SIZE, K, S, P, D), D * (K - 1) + 1
    fig, ax = plt.subplots(figsize=(8, 4.2))
    draw_input(ax)
    for i, y in enumerate(ROWS[:out]):
        draw_place(ax, i, y)
    below, middle = ROWS[0] - 0.65, ROWS[1] + 0.4
    measure(ax, -P, span - P, below, TEXT["span"].format(span=span))
    measure(ax, -P, S - P, middle, TEXT["S"].format(S=S))
    start = (out - 1) * S - P
    measure(ax, start, start + D, ROWS[-1] - 0.65, TEXT["D"].format(D=D))
    ax.text(-P, ROWS[-1] - 1.25, TEXT["out"].format(out=out), va="bottom")
    plots.describe(fig, TEXT["alt"].format(out=out))
    ax.set(xlim=(-P - 0.2, SIZE + P + 1.9), ylim=(ROWS[-1] - 1.3, 1.7))
    ax.set_axis_off()
    return fig
