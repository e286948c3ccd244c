"""SGD, momentum, Nesterov and Adam on their way down a narrow valley."""

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Ellipse

from cnnlab import plots

CURVATURE = torch.tensor([1.0, 10.0])
START = (-3.0, 1.0)
STEPS = 30
LEVELS = (0.1, 0.7, 2, 4, 7)  # heights of the contour lines
LINE = {"fill": False, "edgecolor": plots.FAINT, "linewidth": 0.6}
TEXT = {
    "SGD": "SGD, rate 0.18",
    "momentum": "momentum 0.9, rate 0.03",
    "Nesterov": "Nesterov 0.9, rate 0.03",
    "Adam": "Adam, rate 0.3",
    "alt": "Contour lines of a narrow valley and four paths of 30 steps. "
    "After them the distance to the minimum is: {gaps}.",
}
SGD, ADAM = torch.optim.SGD, torch.optim.Adam
OPTIMIZERS = {
    "SGD": (SGD, {"lr": 0.18}),
    "momentum": (SGD, {"lr": 0.03, "momentum": 0.9}),
    "Nesterov": (SGD, {"lr": 0.03, "momentum": 0.9, "nesterov": True}),
    "Adam": (ADAM, {"lr": 0.3}),
}


def path(optimizer, options) -> np.ndarray:
    """Weights ``(STEPS + 1, 2)`` on f(w) = sum of curvature w^2 / 2."""
    w = torch.tensor(START, requires_grad=True)
    stepper = optimizer([w], **options)
    points = [w.detach().clone()]
    for _ in range(STEPS):
        w.grad = CURVATURE * w.detach()
        stepper.step()
        points.append(w.detach().clone())
    return torch.stack(points).numpy()


def draw():
    fig, axes = plt.subplots(
        2, 2, figsize=(8.4, 4.2), sharex=True, sharey=True,
        layout="constrained",
    )  # fmt: skip
    gaps = {}
    for ax, (name, spec) in zip(axes.flat, OPTIMIZERS.items(), strict=True):
        points = path(*spec)
        gaps[name] = np.linalg.norm(points[-1])
        for level in LEVELS:
            width, height = 2 * (2 * level / CURVATURE.numpy()) ** 0.5
            ax.add_patch(Ellipse((0, 0), width, height, **LINE))
        ax.plot(*points.T, ".-", color=plots.ACCENT, linewidth=1.2)
        ax.plot(0, 0, "+", color=plots.ACCENT_2, markersize=10)
        ax.set(title=TEXT[name], xlim=(-3.5, 2), ylim=(-1.6, 1.6))
        ax.set(xticks=[], yticks=[])
    words = ", ".join(f"{name} {gap:.2f}" for name, gap in gaps.items())
    plots.describe(fig, TEXT["alt"].format(gaps=words))
    return fig
