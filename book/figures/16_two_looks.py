"""Why averaging two answers cannot raise the mean loss."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

P, Q = 0.15, 0.85  # the true class's probability in two looks
TEXT = {
    "x": "probability of the true class",
    "y": "loss, nats",
    "p": "first look",
    "q": "mirrored look",
    "chord": "mean of the two losses",
    "curve": "loss of the mean",
    "alt": "The curve of minus log p falls and bends upwards. The losses of "
    "the two looks lie on it; the middle of the chord between them lies "
    "above the curve.",
}


def draw():
    fig, ax = plt.subplots(figsize=(5.6, 3.2))
    p = np.linspace(0.06, 1, 200)
    ax.plot(p, -np.log(p), color=plots.ACCENT)
    ends = np.array([P, Q])
    losses = -np.log(ends)
    ax.plot(ends, losses, "o--", color=plots.FAINT, linewidth=1)
    middle = ends.mean()
    ax.plot([middle], [losses.mean()], "s", color=plots.ACCENT_2)
    ax.plot([middle], [-np.log(middle)], "s", color=plots.ACCENT)
    ax.plot([middle] * 2, [-np.log(middle), losses.mean()],
            color=plots.FAINT, linewidth=0.8)  # fmt: skip
    for x, y, key, where in (
        (P, losses[0], "p", "left"),
        (Q, losses[1], "q", "center"),
        (middle, losses.mean(), "chord", "left"),
        (middle, -np.log(middle), "curve", "right"),
    ):
        dx = {"left": 0.03, "center": 0, "right": -0.03}[where]
        dy = {"left": 0.06, "center": 0.28, "right": -0.22}[where]
        ax.text(x + dx, y + dy, TEXT[key], ha=where)
    ax.set(xlabel=TEXT["x"], ylabel=TEXT["y"], xlim=(0, 1), ylim=(0, 2.8))
    plots.describe(fig, TEXT["alt"])
    return fig
