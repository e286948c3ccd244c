"""Slips in occlusion, CAM and Grad-CAM: exercise 18.

Arguments are those of `cnnlab.check.truth.gradcam`.
"""

from typing import TYPE_CHECKING

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import gradcam as truth

if TYPE_CHECKING:
    from torch import nn

Slips = dict[str, np.ndarray]


@later
def occlusion(
    logits: truth.Score,
    x: np.ndarray,
    target: int,
    patch: int,
    stride: int = 1,
    fill: float = 0.0,
) -> Slips:
    """Slips in what is covered, and in what is compared."""
    given = target, patch, stride, fill
    right = truth.occlusion(logits, x, *given)
    each = truth.occlusion(logits, x, target, patch, 1, fill)
    best = int(logits(x[None])[0].argmax())
    rows, columns = right.shape
    made = {
        "it is the logit of the covered image, not how far it falls": (
            logits(x[None])[0, target] - right
        ),
        "the sign is turned: a logit that falls is a number above 0": -right,
        "the square is filled with 0 whatever `fill` is": (
            truth.occlusion(logits, x, target, patch, stride)
        ),
        "the square starts at (i, j), not at (i * stride, j * stride)": (
            each[:rows, :columns]
        ),
        "the stride is not used": each,
        "only the rows use the stride": each[::stride],
        "the squares stay: each one covers an image that is covered already": (
            _piled_up(logits, x, *given)
        ),
        "only the first channel is covered": _one_channel(logits, x, *given),
        "squares that stick out at the edge are counted": (
            _sticking_out(logits, x, *given)
        ),
        "it is the probability that falls, not the logit": truth.occlusion(
            lambda images: _softmax(logits(images)), x, *given
        ),
    }
    if best != target:
        words = "it is the class with the highest logit, not the target"
        made[words] = truth.occlusion(logits, x, best, patch, stride, fill)
    return made


@later
def cam(maps: np.ndarray, weights: np.ndarray, targets: np.ndarray) -> Slips:
    """Slips in the weighted sum of maps."""
    right = truth.cam(maps, weights, targets)
    return {
        "what is below 0 is cut off, which only Grad-CAM does": (
            np.maximum(right, 0)
        ),
        "all images have the target of the first": truth.cam(
            maps, weights, np.full_like(targets, targets[0])
        ),
        "it is the mean over the channels, not the sum": (
            right / maps.shape[1]
        ),
    }


@later
def channel_weights(gradients: np.ndarray) -> Slips:
    """Slips in the mean over the places."""
    mean = truth.channel_weights
    return {
        "it is the sum, not the mean": gradients.sum(axis=(2, 3)),
        "it is the largest gradient, not the mean": gradients.max((2, 3)),
        "the signs are lost": mean(np.abs(gradients)),
        "the sign of the mean is lost": np.abs(mean(gradients)),
        "only gradients above 0 count": mean(np.maximum(gradients, 0)),
        "all images share one mean": np.broadcast_to(
            gradients.mean(axis=(0, 2, 3)), gradients.shape[:2]
        ),
        "the weights are divided by the sum of their sizes": (
            mean(gradients)
            / np.abs(mean(gradients)).sum(axis=1, keepdims=True)
        ),
    }


@later
def grad_cam(maps: np.ndarray, gradients: np.ndarray) -> Slips:
    """Slips in the order of mean, sum and ReLU."""
    alpha = truth.channel_weights(gradients)
    terms = alpha[:, :, None, None] * maps
    total = terms.sum(axis=1)
    right = np.maximum(total, 0)
    highest = right.max(axis=(1, 2), keepdims=True)
    return {
        "the ReLU is missing": total,
        "the ReLU comes before the sum": np.maximum(terms, 0).sum(axis=1),
        "the sign is lost where the sum is below 0": np.abs(total),
        "maps and gradients are multiplied place by place, without the mean": (
            np.maximum((gradients * maps).sum(axis=1), 0)
        ),
        "all images have the weights of the first": np.maximum(
            (alpha[0][:, None, None] * maps).sum(axis=1), 0
        ),
        "it is divided by its largest number, which comes later": (
            right / np.where(highest > 0, highest, 1)
        ),
    }


@later
def upsample(cam: np.ndarray, factor: int) -> Slips:
    """Slips in where the pixels lie."""
    N, H, W = cam.shape
    copied = cam.repeat(factor, axis=1).repeat(factor, axis=2)
    rows, columns = (np.arange(n * factor) for n in (H, W))
    half = (rows + 0.5) / factor - 0.5, (columns + 0.5) / factor - 0.5
    stretched = rows * (H - 1) / max(H * factor - 1, 1)
    sideways = columns * (W - 1) / max(W * factor - 1, 1)
    return {
        "pixels are copied, not mixed": copied,
        "the first centres and the last ones lie upon each other "
        "(align_corners=True)": _at(cam, stretched, sideways),
        "the halves are forgotten: i / factor is a corner, not a centre": (
            _at(cam, rows / factor, columns / factor)
        ),
        "places outside the map are not brought back to its edge": (
            _at(cam, *half, clamped=False)
        ),
        "the maps are tiled": np.tile(cam, (1, factor, factor)),
    }


@later
def to_unit(cam: np.ndarray) -> Slips:
    """Slips in which numbers are lowest and highest."""
    low = cam.min(axis=(1, 2), keepdims=True)
    high = cam.max(axis=(1, 2), keepdims=True)
    span = np.where(high > low, high - low, 1.0)
    return {
        "all maps share one lowest and one highest number": (
            (cam - cam.min()) / (np.ptp(cam) or 1.0)
        ),
        "the lowest number is not subtracted": cam / np.where(high, high, 1),
        "something is added to the distance: small maps do not reach 1": (
            (cam - low) / (high - low + 1e-8)
        ),
        "a map without differences becomes 1": np.where(
            high > low, (cam - low) / span, 1.0
        ),
    }


@later
def gradients(net: "nn.Module", x: np.ndarray, targets: np.ndarray) -> Slips:
    """Slips in the number whose gradient is taken."""
    import torch
    from torch.nn.functional import cross_entropy

    maps = net.features(torch.tensor(x)).detach().requires_grad_()
    logits, rows = net.head(maps), torch.arange(len(x))
    wanted = torch.tensor(targets)
    highest, chosen = logits.max(dim=1).values, logits[rows, wanted]
    numbers = {
        "it is the class with the highest logit, not the target": highest,
        "all images have the target of the first": logits[:, wanted[0]],
        "the logits of all classes are added up": logits,
        "it is the gradient of the probability, not of the logit": (
            logits.softmax(dim=1)[rows, wanted]
        ),
        "it is the gradient of the loss, not of the logit": (
            cross_entropy(logits, wanted, reduction="sum")
        ),
        "it is the gradient of the loss, a mean over the batch": (
            cross_entropy(logits, wanted)
        ),
        "the gradients are divided by the number of images": chosen.mean(),
    }
    return {
        words: torch.autograd.grad(y.sum(), maps, retain_graph=True)[0].numpy()
        for words, y in numbers.items()
    }


def _piled_up(logits: truth.Score, x: np.ndarray, *given) -> np.ndarray:
    covered = x.copy()

    def all_so_far(images: np.ndarray) -> np.ndarray:
        changed = images[0] != x
        covered[changed] = images[0][changed]
        return logits(covered[None])

    return truth.occlusion(all_so_far, x, *given)


def _one_channel(logits: truth.Score, x: np.ndarray, *given) -> np.ndarray:
    def others_kept(images: np.ndarray) -> np.ndarray:
        mixed = np.repeat(x[None], len(images), axis=0)
        mixed[:, 0] = images[:, 0]
        return logits(mixed)

    return truth.occlusion(others_kept, x, *given)


def _sticking_out(
    logits: truth.Score, x: np.ndarray, target: int, patch: int, *given
) -> np.ndarray:
    room = [(0, 0), (0, patch - 1), (0, patch - 1)]

    def inside(images: np.ndarray) -> np.ndarray:
        return logits(images[..., : x.shape[1], : x.shape[2]])

    return truth.occlusion(inside, np.pad(x, room), target, patch, *given)


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _at(
    cam: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    clamped: bool = True,
) -> np.ndarray:
    """``cam`` at places between its pixels."""
    for axis, places in ((1, rows), (2, columns)):
        last = cam.shape[axis] - 1
        if clamped:
            places = np.clip(places, 0, last)
        first = np.clip(np.floor(places).astype(int), 0, max(last - 1, 0))
        share = (places - first).reshape((-1, 1) if axis == 1 else (1, -1))
        after = cam.take(np.minimum(first + 1, last), axis=axis)
        cam = (1 - share) * cam.take(first, axis=axis) + share * after
    return cam
