"""Plots of trained networks: curves and the confusion matrix."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cnnlab.plots import ACCENT, ACCENT_2, describe

WORDS = {
    "loss": "loss",
    "accuracy": "accuracy",
    "epoch": "epoch",
    "train": "training",
    "valid": "validation",
    "truth": "true class",
    "guess": "predicted class",
    "rate": "learning rate",
    "steepest": "falls fastest at",
    "lowest": "lowest at",
}


def plot_history(
    epochs: Sequence[Mapping[str, float | None]], width: float = 8.0
) -> Figure:
    """Loss and accuracy against epochs, training and validation.

    ``epochs`` are dictionaries with ``epoch``, ``loss``, ``accuracy`` and,
    unless None, ``val_loss``, ``val_accuracy``.
    """
    fig, axes = plt.subplots(
        1, 2, figsize=(width, 0.36 * width), layout="constrained"
    )
    numbers = [e["epoch"] for e in epochs]
    marker = "o" if len(epochs) < 20 else ""
    for ax, key in zip(axes, ("loss", "accuracy"), strict=True):
        for name, color, label in (
            (key, ACCENT, WORDS["train"]),
            (f"val_{key}", ACCENT_2, WORDS["valid"]),
        ):
            values = [e[name] for e in epochs]
            if None not in values:
                ax.plot(numbers, values, color=color, label=label,
                        marker=marker, markersize=4)  # fmt: skip
        ax.set(xlabel=WORDS["epoch"], ylabel=WORDS[key])
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0].legend()
    describe(fig, _alt(epochs))
    return fig


def plot_range_test(
    rates: Sequence[float],
    losses: Sequence[float],
    steepest: float,
    lowest: float,
) -> Figure:
    """Smoothed loss against the learning rate at which it was measured."""
    fig, ax = plt.subplots(figsize=(6, 3))
    ax.semilogx(rates, losses, color=ACCENT)
    for rate, key, style in (
        (steepest, "steepest", "--"),
        (lowest, "lowest", ":"),
    ):
        label = f"{WORDS[key]} {rate:.2g}"
        ax.axvline(rate, color=ACCENT_2, linestyle=style, label=label)
    ax.set(xlabel=WORDS["rate"], ylabel=WORDS["loss"])
    ax.legend()
    describe(
        fig,
        f"Loss against learning rate from {rates[0]:.1g} to {rates[-1]:.1g}: "
        f"it falls fastest at {steepest:.2g}, is lowest at {lowest:.2g}, and "
        "rises behind.",
    )
    return fig


def show_confusion(
    counts: np.ndarray, classes: Sequence[str], ax: Axes | None = None
) -> Axes:
    """A confusion matrix ``(C, C)`` as numbers; mistakes are tinted.

    Rows are the truth. The tint is relative to the most frequent mistake,
    because the right answers on the diagonal would drown all others.
    """
    counts = np.asarray(counts)
    ax = plt.subplots(figsize=(5.5, 5.5))[1] if ax is None else ax
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    tint = mistakes / max(mistakes.max(), 1)
    colors = np.zeros((*counts.shape, 4))
    colors[..., :3] = plt.matplotlib.colors.to_rgb(ACCENT_2)
    colors[..., 3] = 0.7 * tint
    ax.imshow(colors)
    for (i, j), count in np.ndenumerate(counts):
        if count:
            weight = "bold" if i == j else "normal"
            ax.text(j, i, f"{count}", ha="center", va="center",
                    fontweight=weight, fontsize="small")  # fmt: skip
    ticks = range(len(classes))
    ax.set_xticks(ticks, classes)
    ax.set_yticks(ticks, classes)
    ax.tick_params(length=0)
    ax.set(xlabel=WORDS["guess"], ylabel=WORDS["truth"])
    ax.grid(False)
    return ax


def _alt(epochs: Sequence[Mapping[str, float | None]]) -> str:
    """What the curves say, for who cannot see them."""
    if not epochs:
        return "Empty axes: no epoch has been finished."
    first, last = epochs[0], epochs[-1]
    text = (
        f"Two charts over {len(epochs)} epochs. Training loss from "
        f"{first['loss']:.3f} to {last['loss']:.3f}, training accuracy from "
        f"{first['accuracy']:.1%} to {last['accuracy']:.1%}."
    )
    if last["val_loss"] is not None:
        text += (
            f" Validation loss from {first['val_loss']:.3f} to "
            f"{last['val_loss']:.3f}, validation accuracy from "
            f"{first['val_accuracy']:.1%} to {last['val_accuracy']:.1%}."
        )
    return text
