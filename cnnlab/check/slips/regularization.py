"""Slips in penalties, dropout and augmentation: exercise 11.

Arguments are those of `cnnlab.check.truth.regularization`.
"""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import regularization as truth

Slips = dict[str, object]


@later
def l2_penalty(params: dict[str, np.ndarray], strength: float) -> Slips:
    """Slips in the penalty."""
    right = truth.l2_penalty(params, strength)
    weights = [v for k, v in params.items() if not k.endswith("bias")]
    all_of_it = {str(n): v for n, v in enumerate(params.values())}
    with_biases = truth.l2_penalty(all_of_it, strength)
    count = sum(w.size for w in weights)
    return {
        "the factor 1/2 is missing": 2 * right,
        "biases are penalized too": with_biases,
        "you take the mean of the squares, not their sum": right / count,
        "you take the root of the sum": strength
        / 2
        * np.sqrt(2 * right / strength),
        "only the first array of weights counts": truth.l2_penalty(
            {"": weights[0]}, strength
        ),
        "only the last array of weights counts": truth.l2_penalty(
            {"": weights[-1]}, strength
        ),
        "only weights with two axes count": truth.l2_penalty(
            {str(n): w for n, w in enumerate(weights) if w.ndim == 2}, strength
        ),
    }


@later
def l2_gradient(dw: np.ndarray, w: np.ndarray, strength: float) -> Slips:
    """Slips in the gradient of the penalty."""
    return {
        "the penalty is counted twice: the 1/2 and the 2 cancel": dw
        + 2 * strength * w,
        "the penalty is counted half: the 1/2 and the 2 cancel": dw
        + strength * w / 2,
        "the gradient of the loss is missing": strength * w,
        "the penalty is subtracted": dw - strength * w,
        "this is the gradient of L1": dw + strength * np.sign(w),
        "the penalty itself is added, one number": dw
        + strength / 2 * np.sum(w * w),
        "each weight gets its own penalty, not its slope": dw
        + strength / 2 * w * w,
    }


@later
def l1_step(
    w: np.ndarray, dw: np.ndarray, lr: float, strength: float
) -> Slips:
    """Slips in a step with the soft threshold."""
    moved, amount = w - lr * dw, lr * strength
    left = np.maximum(np.abs(moved) - amount, 0)
    return {
        "L1 is in the gradient, so weights jump across 0": moved
        - amount * np.sign(w),
        "weights jump across 0: they must stop there": moved
        - amount * np.sign(moved),
        "the threshold comes before the step": _soft(w, amount) - lr * dw,
        "the threshold is strength, without lr": _soft(moved, strength),
        "what is left is not moved towards 0: a hard threshold": np.where(
            np.abs(moved) > amount, moved, 0
        ),
        "negative weights are lost": np.maximum(moved - amount, 0),
        "negative weights move away from 0": np.where(
            np.abs(moved) > amount, moved - amount, 0
        ),
        "the sign is that of the weight before the step": np.sign(w) * left,
        "the sign is missing": left,
        "the gradient of the loss is missing": _soft(w, amount),
        "there is no threshold": moved,
        "this is a step with L2": moved - amount * w,
    }


@later
def decay_step(
    w: np.ndarray,
    dw: np.ndarray,
    size: np.ndarray,
    lr: float,
    strength: float,
    outside: bool = True,
) -> Slips:
    """Slips in a step with decay."""
    step = lr * dw / size
    return {
        "the decay is in the gradient, so it is divided by size": (
            truth.decay_step(w, dw, size, lr, strength, False)
        ),
        "the decay is outside, so it is not divided by size": (
            truth.decay_step(w, dw, size, lr, strength, True)
        ),
        "the decay is strength, without lr": (1 - strength) * w - step,
        "the decay comes after the step, not before": (1 - lr * strength)
        * (w - step),
        "the decay makes weights larger": (1 + lr * strength) * w - step,
        "size is not used": w - lr * (dw + strength * w),
        "the step goes uphill": (1 - lr * strength) * w + step,
    }


@later
def dropout(
    x: np.ndarray, u: np.ndarray, p: float = 0.5, training: bool = True
) -> Slips:
    """Slips in dropout, on the way forward or back."""
    kept = u >= p
    one_mask = np.broadcast_to(u[:1] >= p, x.shape)
    return {
        "it drops in use as well": x * kept / (1 - p),
        "it is scaled in use: inverted dropout leaves x alone": x * (1 - p),
        "what is kept is not scaled": x * kept,
        "what is kept is divided by p, not by 1 - p": x * kept / (p or 1),
        "what is kept is multiplied by 1 - p": x * kept * (1 - p),
        "keep and drop are mixed up": x * ~kept / (1 - p),
        "keep and drop are mixed up, and so are p and 1 - p": x
        * (u < 1 - p)
        / (1 - p),
        "p is taken for the probability to keep": x * (u < p) / (p or 1),
        "where u equals p the number is dropped": (
            x * (u > p) / (1 - p) if training else x
        ),
        "one mask serves the whole batch": x * one_mask / (1 - p),
        "nothing is dropped": x,
        "every number is dropped: do the gaps come from `u`?": np.zeros_like(
            x
        ),
    }


@later
def shift(
    x: np.ndarray, down: np.ndarray, right: np.ndarray, fill: float = 0.0
) -> Slips:
    """Slips in shifts, where nothing is flipped."""

    def moved(down: np.ndarray, right: np.ndarray) -> np.ndarray:
        return truth.augment(x, down, right, None, fill)

    still = np.zeros_like(down)
    first = np.full_like(down, down[0]), np.full_like(right, right[0])
    return {
        "it is shifted the other way": moved(-down, -right),
        "down is taken for up": moved(-down, right),
        "right is taken for left": moved(down, -right),
        "down and right are mixed up": moved(right, down),
        "pixels that leave come back on the other side": _rolled(
            x, down, right
        ),
        "fill is not used: the gap is 0": truth.augment(x, down, right),
        "the gap repeats the edge": _edge(x, down, right),
        "the first shift serves the whole batch": moved(*first),
        "nothing is shifted": moved(still, still),
    }


@later
def flip(
    x: np.ndarray,
    down: np.ndarray,
    right: np.ndarray,
    flip: np.ndarray,
    fill: float = 0.0,
) -> Slips:
    """Slips in flips, where the shift is right."""

    def turned(image: np.ndarray, flip: np.ndarray = flip) -> np.ndarray:
        given = _where(flip, image, x), down, right
        return truth.augment(*given, None, fill)

    shifted, mirrored = turned(x), x[..., ::-1]
    return {
        "it is shifted first, then flipped": _where(
            flip, shifted[..., ::-1], shifted
        ),
        "nothing is flipped": shifted,
        "the channels are flipped": turned(x[:, ::-1]),
        "it is flipped upside down": turned(x[:, :, ::-1]),
        "rows and columns are both flipped": turned(x[:, :, ::-1, ::-1]),
        "the images are flipped, the first for the last": turned(x[::-1]),
        "every image is flipped": turned(mirrored, np.full_like(flip, True)),
        "the wrong images are flipped": turned(mirrored, ~flip),
    }


@later
def rotation(degrees: float, H: int, W: int) -> Slips:
    """Slips in the matrix of a turn."""
    right = truth.rotation(degrees, H, W)
    corner = truth.rotation(degrees, 1, 1)
    only_back, only_there = corner.copy(), corner.copy()
    only_back[:2, 2] = (W - 1) / 2, (H - 1) / 2
    only_there[:2, 2] = right[:2, 2] - only_back[:2, 2]
    return {
        "it turns about the corner, pixel (0, 0)": corner,
        "it turns about (W/2, H/2), half a pixel off": truth.rotation(
            degrees, H + 1, W + 1
        ),
        "it turns the other way": truth.rotation(-degrees, H, W),
        "the angle is taken for radians": truth.rotation(
            np.degrees(degrees), H, W
        ),
        "height and width are swapped in the centre": truth.rotation(
            degrees, W, H
        ),
        "the two shifts are mixed up: to the centre and back": (
            truth.rotation(degrees, 2 - H, 2 - W)
        ),
        "the shift back from the centre is missing": only_there,
        "the shift to the centre is missing": only_back,
        "rows stand for columns: it is transposed": right.T,
        "the last row is missing": right[:2],
    }


def _soft(w: np.ndarray, amount: float) -> np.ndarray:
    return np.sign(w) * np.maximum(np.abs(w) - amount, 0)


def _where(flip: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    return np.where(np.asarray(flip)[:, None, None, None], yes, no)


def _rolled(x: np.ndarray, down: np.ndarray, right: np.ndarray) -> np.ndarray:
    by = zip(x, down, right, strict=True)
    return np.array([np.roll(image, (d, r), (1, 2)) for image, d, r in by])


def _edge(x: np.ndarray, down: np.ndarray, right: np.ndarray) -> np.ndarray:
    y = np.zeros(x.shape)
    H, W = x.shape[2:]
    for n, (d, r) in enumerate(zip(down, right, strict=True)):
        rows = np.clip(np.arange(H) - d, 0, H - 1)
        columns = np.clip(np.arange(W) - r, 0, W - 1)
        y[n] = x[n][:, rows[:, None], columns]
    return y
