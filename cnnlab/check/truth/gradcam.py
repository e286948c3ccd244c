"""Occlusion, CAM and Grad-CAM: exercise 18.

Maps and their gradients are ``(N, C, H, W)``; what a method shows of one
image is ``(H, W)``, of a batch ``(N, H, W)``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import nn

Score = Callable[[np.ndarray], np.ndarray]


def occlusion(
    logits: Score,
    x: np.ndarray,
    target: int,
    patch: int,
    stride: int = 1,
    fill: float = 0.0,
) -> np.ndarray:
    """By how much a logit falls when a square of ``x`` is covered.

    ``logits`` takes images ``(N, C, H, W)`` and returns ``(N, classes)``.
    """
    full = logits(x[None])[0, target]
    rows, columns = (range(0, n - patch + 1, stride) for n in x.shape[1:])
    drop = np.zeros((len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            covered = x.copy()
            covered[:, top : top + patch, left : left + patch] = fill
            drop[i, j] = full - logits(covered[None])[0, target]
    return drop


def cam(
    maps: np.ndarray, weights: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """Maps added up with the weights of each image's target class."""
    made = np.zeros((len(maps), *maps.shape[2:]))
    for n, c, i, j in np.ndindex(maps.shape):
        made[n, i, j] += weights[targets[n], c] * maps[n, c, i, j]
    return made


def channel_weights(gradients: np.ndarray) -> np.ndarray:
    """The mean gradient of each map, ``(N, C)``."""
    alpha = np.zeros(gradients.shape[:2])
    for n, c in np.ndindex(alpha.shape):
        values = gradients[n, c].ravel()
        alpha[n, c] = sum(values) / len(values)
    return alpha


def grad_cam(maps: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """``relu(sum_k alpha_k A_k)``, not normalized."""
    alpha = channel_weights(gradients)
    return np.maximum(cam(maps, alpha, np.arange(len(maps))), 0.0)


def upsample(cam: np.ndarray, factor: int) -> np.ndarray:
    """Bilinear, with pixels that have their centres at halves."""
    N, H, W = cam.shape
    large = np.zeros((N, H * factor, W * factor))
    for n, i, j in np.ndindex(large.shape):
        for row, a in _neighbours(i, H, factor):
            for column, b in _neighbours(j, W, factor):
                large[n, i, j] += a * b * cam[n, row, column]
    return large


def to_unit(cam: np.ndarray) -> np.ndarray:
    """Each map from 0 to 1; all 0 if it is the same everywhere."""
    shown = np.zeros(cam.shape)
    for n, one in enumerate(cam):
        low, high = min(one.ravel()), max(one.ravel())
        if high > low:
            shown[n] = (one - low) / (high - low)
    return shown


def collect(
    net: "nn.Module", x: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Maps and gradients of the target's logit, one image at a time.

    ``net`` has ``features`` and ``head``; it is a copy of the tests' own.
    """
    import torch

    maps, gradients = [], []
    for image, target in zip(x, targets, strict=True):
        with torch.no_grad():
            found = net.features(torch.tensor(image[None]))
        found.requires_grad_()
        net.head(found)[0, int(target)].backward()
        maps.append(found.detach().numpy()[0])
        gradients.append(found.grad.numpy()[0])
    return np.array(maps), np.array(gradients)


def _neighbours(i: int, n: int, factor: int) -> list[tuple[int, float]]:
    """The two pixels of ``n`` around output pixel ``i``, with weights."""
    place = min(max((i + 0.5) / factor - 0.5, 0.0), n - 1.0)
    first = int(place)
    share = place - first
    return [(first, 1.0 - share), (min(first + 1, n - 1), share)]
