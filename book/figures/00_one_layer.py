"""From a photo to a smaller map: one layer of a network, on a real photo."""

import matplotlib.pyplot as plt
import numpy as np

from cnnlab import data, plots
from cnnlab.reference.conv import conv2d

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
TEXT = {
    "photo": "pixels",
    "map": "convolution",
    "relu": "ReLU",
    "pool": "max pooling",
    "alt": "A cat's face, grey; the map of its upright edges in two colours; "
    "the same map with only positive answers; and a coarse map a quarter of "
    "the size that keeps the strongest answers.",
}


def blocks(image: np.ndarray, size: int) -> np.ndarray:
    """Blocks ``(H / size, W / size, size, size)`` of an image."""
    H, W = (n // size for n in image.shape)
    cut = image[: H * size, : W * size].reshape(H, size, W, size)
    return cut.swapaxes(1, 2)


def draw():
    cat = data.photo("chelsea").array[:280, 40:400].mean(axis=2) / 255
    cat = blocks(cat, 3).mean(axis=(2, 3))
    edges = conv2d(cat[None, None], SOBEL[None, None], padding=1)[0, 0]
    relu = np.maximum(edges, 0)
    pooled = blocks(relu, 4).max(axis=(2, 3))
    fig, axes = plt.subplots(1, 4, figsize=(10, 2.5), layout="constrained")
    plots.show_image(cat, axes[0], TEXT["photo"])
    plots.show_image(edges, axes[1], TEXT["map"], signed=True)
    plots.show_image(relu, axes[2], TEXT["relu"], signed=True)
    plots.show_image(pooled, axes[3], TEXT["pool"], signed=True)
    plots.describe(fig, TEXT["alt"])
    return fig
