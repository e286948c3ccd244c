"""Slips in the steps that improve a baseline: exercise 16.

Arguments are those of `cnnlab.check.truth.improve`.
"""

import math

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import improve as truth

Slips = dict[str, np.ndarray]


@later
def normalized(images: np.ndarray, train_images: np.ndarray) -> Slips:
    """Slips in the choice of the numbers that share a mean."""

    def by(
        source: np.ndarray, axes: tuple | None = (0, 2, 3), ddof: int = 0
    ) -> np.ndarray:
        mean = source.mean(axis=axes, keepdims=True)
        std = source.std(axis=axes, ddof=ddof, keepdims=True)
        return (images - mean) / np.where(std > 0, std, np.nan)

    centre = train_images.mean(axis=(0, 2, 3), keepdims=True)
    var = train_images.var(axis=(0, 2, 3), keepdims=True)
    found = {
        "the pictures are measured by themselves, not by the training part": (
            by(images)
        ),
        "each picture is measured by itself": by(images, (2, 3)),
        "all channels share one mean and one deviation": by(
            train_images, None
        ),
        "the variance is divided by m - 1, not by m": by(train_images, ddof=1),
        "you divide by the variance, not by its root": (images - centre) / var,
        "the mean is subtracted, and nothing is divided": images - centre,
    }
    if images.shape[1:] == train_images.shape[1:]:
        found["each pixel has a mean of its own"] = by(train_images, (0,))
    return found


@later
def augmented(images: np.ndarray, changes: np.ndarray, pad: int = 4) -> Slips:
    """Slips in the flip, the border and the window."""
    flip, top, left = changes.T
    right, plain = truth.augmented, np.zeros_like(flip)
    late = right(images, np.stack([plain, top, left], axis=1), pad)
    for n in np.flatnonzero(flip):
        late[n] = late[n, :, :, ::-1]
    upside = images.copy()
    for n in np.flatnonzero(flip):
        upside[n] = upside[n, :, ::-1]
    found = {
        "the flip comes after the window": late,
        "nothing is flipped": right(
            images, np.stack([plain, top, left], axis=1), pad
        ),
        "the flip turns the picture upside down": right(
            upside, np.stack([plain, top, left], axis=1), pad
        ),
        "rows and columns of the window are swapped": right(
            images, np.stack([flip, left, top], axis=1), pad
        ),
        "the window moves the wrong way": right(
            images,
            np.stack([flip, 2 * pad - top, 2 * pad - left], axis=1),
            pad,
        ),
        "all pictures are changed like the first one": right(
            images, np.repeat(changes[:1], len(changes), axis=0), pad
        ),
        "the border is always 4 pixels": right(images, changes, 4),
    }
    if pad == 4:
        del found["the border is always 4 pixels"]
    for words, mode in (
        ("what leaves on one side comes in on the other", "wrap"),
        ("the border repeats the pixels at the edge", "edge"),
        ("the border mirrors the picture", "reflect"),
    ):
        found[f"{words}: it must be 0"] = _cut(images, changes, pad, mode)
    return found


def draws(changes: np.ndarray, pad: int) -> str:
    """Say what is wrong with thousands of draws, or return an empty string.

    The limits are eight standard deviations wide for 3,000 draws.
    """
    flip, top, left = changes.T.astype(float)
    if not np.array_equal(changes, changes.astype(int)):
        return "the draws are not whole numbers"
    for name, column, last in (
        ("flip", flip, 1),
        ("top", top, 2 * pad),
        ("left", left, 2 * pad),
    ):
        if column.min() < 0 or column.max() > last:
            return f"{name} leaves the range from 0 to {last}"
        if pad and np.ptp(column) == 0:
            return f"{name} is the same for all pictures"
        missing = set(range(last + 1)) - set(column.astype(int).tolist())
        if missing:
            return f"{name} is never {min(missing)}"
        share = np.mean(column == last)
        if abs(share - 1 / (last + 1)) > 0.08:
            return f"{name} is {last} in a share of {share:.2f}"
    for (name, one), (other, two) in (
        (("top", top), ("left", left)),
        (("flip", flip), ("top", top)),
        (("flip", flip), ("left", left)),
    ):
        if pad and abs(np.corrcoef(one, two)[0, 1]) > 0.15:
            return f"{name} and {other} of a picture depend on each other"
    return ""


@later
def one_cycle(
    step: int,
    steps: int,
    peak: float,
    warm_up: float = 0.25,
    first: float = 0.1,
) -> dict[str, float]:
    """Slips in the rise and in the fall."""
    done = step / steps
    fallen = (done - warm_up) / (1 - warm_up)
    found = {
        "that is a share of the peak: multiply by it": (
            truth.one_cycle(step, steps, 1.0, warm_up, first)
        ),
        "the last step is taken for the end: divide by steps": (
            truth.one_cycle(step, max(steps - 1, 1), peak, warm_up, first)
        ),
        "warm_up is always 0.25": truth.one_cycle(
            step, steps, peak, first=first
        ),
    }
    if done < warm_up:
        found["the rise begins at 0"] = peak * done / warm_up
        found["first is always 0.1"] = truth.one_cycle(
            step, steps, peak, warm_up
        )
        found["the share of first is added on top of the rise"] = peak * (
            first + done / warm_up
        )
    else:
        found["the cosine runs over the whole training, not over the rest"] = (
            peak * (1 + math.cos(math.pi * done)) / 2
        )
        found["the fall is a straight line"] = peak * (1 - fallen)
        found["the cosine goes from 1 to -1: half of 1 + cos is needed"] = (
            peak * math.cos(math.pi * fallen)
        )
    right = truth.one_cycle(step, steps, peak, warm_up, first)
    return {k: v for k, v in found.items() if abs(v - right) > 1e-3 * peak}


@later
def smooth_loss(
    logits: np.ndarray, labels: np.ndarray, eps: float = 0.1
) -> dict[str, float]:
    """Slips in the targets and in the mean."""
    (N, C), rows = logits.shape, np.arange(len(labels))
    q = truth.targets(labels, C, eps)
    others = np.full((N, C), eps / max(C - 1, 1))
    others[rows, labels] = 1 - eps
    short = np.full((N, C), eps / C)
    short[rows, labels] = 1 - eps
    right = truth.smooth_loss(logits, labels, eps)
    return {
        "eps is shared by the C - 1 other classes; here all C get a part": (
            truth.cross_entropy(logits, others)
        ),
        "the targets of a picture do not add up to 1": (
            truth.cross_entropy(logits, short)
        ),
        "nothing is smoothed": truth.smooth_loss(logits, labels, 0.0),
        "eps is always 0.1": truth.smooth_loss(logits, labels),
        "only the true class is counted": truth.cross_entropy(
            logits, np.where(np.eye(C, dtype=bool)[labels], q, 0.0)
        ),
        "the sum over the pictures is taken, not the mean": N * right,
        "the mean is taken over the classes too": right / C,
        "the sign is missing": -right,
    }


@later
def two_looks(images: np.ndarray, weight: np.ndarray) -> Slips:
    """Slips in the mirror, the mean and the softmax."""
    once = truth.scores(images, weight)
    again = truth.scores(images[:, :, :, ::-1], weight)
    upside = truth.scores(images[:, :, ::-1], weight)
    p, q = truth.softmax(once), truth.softmax(again)
    product = np.sqrt(p * q)
    return {
        "the logits are averaged, not the probabilities": truth.softmax(
            (once + again) / 2
        ),
        "the second look is upside down": (p + truth.softmax(upside)) / 2,
        "the two looks are added, not averaged": p + q,
        "there is one look only": p,
        "only the mirror image is looked at": q,
        "those are logits, not probabilities": (once + again) / 2,
        "the softmax runs over the pictures, not over the classes": (
            truth.softmax(once.T).T + truth.softmax(again.T).T
        )
        / 2,
        "the geometric mean is taken": product,
    }


def _cut(
    images: np.ndarray, changes: np.ndarray, pad: int, mode: str
) -> np.ndarray:
    """As `truth.augmented`, with another border."""
    H, W = images.shape[2:]
    around, made = (pad, pad), []
    for x, (flip, top, left) in zip(images, changes, strict=True):
        x = x[:, :, ::-1] if flip else x
        x = np.pad(x, [(0, 0), around, around], mode=mode)
        made.append(x[:, top : top + H, left : left + W])
    return np.stack(made)
