"""Steps that improve a baseline on colour pictures: exercise 16.

Pictures are ``(N, C, H, W)``.
"""

import math

import numpy as np


def normalized(images: np.ndarray, train_images: np.ndarray) -> np.ndarray:
    """Centre and scale by the training part, channel by channel."""
    y = np.zeros(images.shape)
    for c in range(images.shape[1]):
        values = [float(v) for v in train_images[:, c].ravel()]
        mean = sum(values) / len(values)
        var = sum((v - mean) ** 2 for v in values) / len(values)
        y[:, c] = (images[:, c] - mean) / math.sqrt(var)
    return y


def augmented(
    images: np.ndarray, changes: np.ndarray, pad: int = 4
) -> np.ndarray:
    """Flip, then cut a window out of the picture with its border of 0."""
    H, W = images.shape[2:]
    y = np.zeros_like(images)
    for n, c, i, j in np.ndindex(images.shape):
        flip, top, left = map(int, changes[n])
        row, column = i + top - pad, j + left - pad
        if 0 <= row < H and 0 <= column < W:
            column = W - 1 - column if flip else column
            y[n, c, i, j] = images[n, c, row, column]
    return y


def one_cycle(
    step: int,
    steps: int,
    peak: float,
    warm_up: float = 0.25,
    first: float = 0.1,
) -> float:
    """A straight line up to the peak, then half a cosine down."""
    done = step / steps
    if done < warm_up:
        return peak * (first + (1 - first) * done / warm_up)
    fallen = (done - warm_up) / (1 - warm_up)
    return peak * (1 + math.cos(math.pi * fallen)) / 2


def targets(labels: np.ndarray, classes: int, eps: float) -> np.ndarray:
    """``eps / C`` for every class, and ``1 - eps`` more for the true one."""
    q = np.zeros((len(labels), classes))
    for n, label in enumerate(labels):
        q[n] = eps / classes
        q[n, label] += 1 - eps
    return q


def cross_entropy(logits: np.ndarray, q: np.ndarray) -> float:
    """The mean of ``-sum(q * log p)`` over the pictures."""
    total = 0.0
    for z, target in zip(logits, q, strict=True):
        top = max(z)
        log_sum = top + math.log(sum(math.exp(v - top) for v in z))
        total += sum(k * (log_sum - v) for k, v in zip(target, z, strict=True))
    return total / len(logits)


def smooth_loss(
    logits: np.ndarray, labels: np.ndarray, eps: float = 0.1
) -> float:
    """Cross-entropy with smoothed labels."""
    return cross_entropy(logits, targets(labels, logits.shape[1], eps))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities, picture by picture."""
    rows = [[math.exp(v - max(z)) for v in z] for z in logits]
    return np.array([[e / sum(row) for e in row] for row in rows])


def scores(images: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logits of the linear network with ``weight (classes, C, H, W)``."""
    return np.array([[np.sum(w * x) for w in weight] for x in images])


def two_looks(images: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The mean of the probabilities for a picture and its mirror image."""
    once = softmax(scores(images, weight))
    return (once + softmax(scores(images[:, :, :, ::-1], weight))) / 2


def decays(
    params: dict[str, np.ndarray], weight_decay: float
) -> dict[str, float]:
    """Arrays with one axis are biases, scales and shifts: none for them."""
    return {k: weight_decay if w.ndim > 1 else 0.0 for k, w in params.items()}


def colour_pairs(
    rng: np.random.Generator, size: int = 12
) -> tuple[np.ndarray, np.ndarray]:
    """Eight pictures in four pairs that differ in their colours alone.

    All eight have labels of their own. Whoever makes grey of them cannot
    tell the two of a pair apart.
    """
    some = rng.normal(size=(4, 3, size, size))
    pictures = np.concatenate([some, some[:, [1, 2, 0]]])
    return pictures.astype(np.float32), rng.permutation(10)[:8]
