"""Average and then weigh, or weigh and then average: one logit."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import plots

MAPS = np.array(
    [
        [[0, 1, 0], [0, 6, 2], [0, 0, 0]],
        [[3, 0, 0], [0, 0, 0], [0, 0, 6]],
        [[0, 0, 0], [9, 6, 0], [3, 0, 0]],
    ]
)
WEIGHTS = (2, -1, 1)
BIAS = 1
TEXT = {
    "map": "map {k}, mean {mean:g}",
    "weight": "times {w}",
    "cam": "their weighted sum: the CAM",
    "mean": "mean of the CAM: {mean:g}",
    "logit": "plus the bias {bias}: logit {logit:g}",
    "other": "means, weighted:\n{sum} = {mean:g}",
    "alt": "Three maps of 3 by 3 with means 1, 1 and 2, times 2, minus 1 and "
    "1, add up to one map with positive and negative cells, whose mean is 3. "
    "With the bias 1 the logit is 4. Averaging the maps first gives the same.",
}


def signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")


def draw():
    cam = np.einsum("k,kij->ij", WEIGHTS, MAPS)
    means = MAPS.mean(axis=(1, 2))
    logit = cam.mean() + BIAS
    fig, axes = plt.subplots(1, 4, figsize=(9.5, 3))
    for k, (ax, one, w) in enumerate(
        zip(axes[:3], MAPS, WEIGHTS, strict=True)
    ):
        title = TEXT["map"].format(k=k + 1, mean=means[k])
        plots.show_grid(one, ax, title, cell_colors=one / MAPS.max())
        ax.text(1.5, 3.5, TEXT["weight"].format(w=signed(w)), ha="center")
    show_cam(axes[3], cam)
    mean = TEXT["mean"].format(mean=cam.mean())
    total = TEXT["logit"].format(bias=BIAS, logit=logit)
    axes[3].text(1.5, 3.5, mean, ha="center")
    axes[3].text(1.5, 3.95, total, ha="center")
    summed = " ".join(
        f"{signed(w)}·{m:g}" for w, m in zip(WEIGHTS, means, strict=True)
    )
    other = TEXT["other"].format(sum=summed, mean=np.dot(WEIGHTS, means))
    axes[1].text(1.5, 4.4, other, ha="center", va="center")
    fig.tight_layout()
    plots.describe(fig, TEXT["alt"])
    return fig


def show_cam(ax, cam: np.ndarray) -> None:
    """Warm where a cell speaks for the class, cold where against it."""
    limit = np.abs(cam).max()
    ax.imshow(
        cam, cmap=plots.SIGNED, vmin=-limit, vmax=limit, alpha=0.6,
        extent=(0, 3, 3, 0),
    )  # fmt: skip
    plots.show_grid(cam.astype(float), ax, TEXT["cam"])
