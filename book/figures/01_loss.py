"""The loss of one image against the probability of the true class."""

import math

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

MARKS = (0.01, 0.1, 0.5, 0.9)
TEXT = {
    "x": "probability given to the true class",
    "y": "loss, −ln p",
    "point": "p = {p:g}:  {loss:.2f}",
    "alt": "The curve of minus ln p falls from very large values near p = 0 "
    "to 0 at p = 1. It passes 4.61 at p = 0.01, 2.30 at p = 0.1, 0.69 at "
    "p = 0.5 and 0.11 at p = 0.9.",
}


def draw():
    fig, ax = plt.subplots(figsize=(6, 3.2))
    p = np.linspace(0.005, 1, 400)
    ax.plot(p, -np.log(p))
    for mark in MARKS:
        loss = -math.log(mark)
        ax.plot(mark, loss, "o", color=plots.ACCENT_2)
        ax.annotate(
            TEXT["point"].format(p=mark, loss=loss), (mark, loss),
            xytext=(9, 6), textcoords="offset points",
        )  # fmt: skip
    ax.set(xlabel=TEXT["x"], ylabel=TEXT["y"], ylim=(0, 5.4), xlim=(0, 1.12))
    ax.set_xticks(np.linspace(0, 1, 6))
    plots.describe(fig, TEXT["alt"])
    return fig
