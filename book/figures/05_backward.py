"""One axis, stride 2: the kernel forwards, and flipped backwards."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from cnnlab import plots
from cnnlab.shapes import output_size

SIZE, K, S = 7, 3, 2
OUT = output_size(SIZE, K, S)
TEXT = {
    "forward": "forward: kernel at stride 2",
    "backward": "backward: flipped kernel at stride 1",
    "alt": "Forward: seven pixels, a kernel w0 w1 w2 at stride 2, three "
    "outputs. Backward: the three gradients with a zero between each two "
    "and two zeros at each end are nine numbers; the flipped kernel w2 w1 "
    "w0 at stride 1 gives seven gradients.",
}


def cells(ax, texts, x: float, y: float, tint: set[int]) -> None:
    """A row of cells with texts; those of `tint` are coloured."""
    for k, text in enumerate(texts):
        ax.add_patch(
            Rectangle(
                (x + k, y), 1, 1, edgecolor=plots.FAINT, linewidth=0.8,
                facecolor=plots.ACCENT if k in tint else "none",
                alpha=0.35 if k in tint else 1,
            )
        )  # fmt: skip
        ax.add_patch(
            Rectangle((x + k, y), 1, 1, fill=False, edgecolor=plots.FAINT)
        )
        ax.text(
            x + k + 0.5, y + 0.5, text, ha="center", va="center", fontsize=10
        )


def kernel(ax, order, x: float, y: float) -> None:
    for k, u in enumerate(order):
        ax.add_patch(
            Rectangle(
                (x + k, y), 1, 1, edgecolor=plots.ACCENT_2, fill=False,
                linewidth=1.8,
            )
        )  # fmt: skip
        ax.text(x + k + 0.5, y + 0.5, f"$w_{u}$", ha="center", va="center")


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(10.5, 3.3))
    ax = axes[0]
    cells(ax, [f"$x_{p}$" for p in range(SIZE)], 0, 0, set())
    kernel(ax, range(K), S, 1.3)
    cells(ax, [f"$y_{i}$" for i in range(OUT)], 2, 3.1, {1})
    ax.plot([S + 1.5, 3.5], [2.4, 3.0], color=plots.ACCENT_2)
    ax.set_title(TEXT["forward"])
    ax = axes[1]
    spread = ["0"] * (K - 1)
    for i in range(OUT):
        spread += [f"$dy_{i}$"] + ["0"] * (S - 1)
    spread = spread[: 1 - S] + ["0"] * (K - 1)
    tint = {k for k, text in enumerate(spread) if text != "0"}
    cells(ax, spread, -1, 0, tint)
    kernel(ax, reversed(range(K)), 1, 1.3)
    cells(ax, [f"$dx_{p}$" for p in range(SIZE)], 0, 3.1, set())
    ax.plot([2.5, 2.5], [2.4, 3.0], color=plots.ACCENT_2)
    ax.set_title(TEXT["backward"])
    for ax in axes:
        ax.set(xlim=(-1.1, 8.1), ylim=(-0.2, 4.3), aspect="equal")
        ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
