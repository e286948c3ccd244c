"""From pixels to a loss: exercise 1."""

import numpy as np


def flatten(images: np.ndarray) -> np.ndarray:
    """Lay the rows of each image of ``(N, ...)`` end to end: ``(N, D)``."""
    N, *shape = images.shape
    places = list(np.ndindex(*shape))
    out = np.zeros((N, len(places)), images.dtype)
    for n in range(N):
        for k, place in enumerate(places):
            out[n, k] = images[(n, *place)]
    return out


def count_parameters(sizes: list[int], bias: bool = True) -> int:
    """Count weights and biases one unit at a time."""
    total = 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        for _ in range(units):
            total += inputs + (1 if bias else 0)
    return total


def softmax(z: np.ndarray) -> np.ndarray:
    """Probabilities of the logits ``(N, C)``.

    ``1 / sum_j exp(z_j - z_i)`` needs no largest logit: where a term
    overflows, the probability is 0.
    """
    p = np.zeros(z.shape)
    with np.errstate(over="ignore"):
        for n, i in np.ndindex(*z.shape):
            p[n, i] = 1 / sum(np.exp(z_j - z[n, i]) for z_j in z[n])
    return p


def cross_entropy(z: np.ndarray, y: np.ndarray) -> float:
    """Mean loss of the logits ``(N, C)`` for the true classes ``(N,)``."""
    losses = [
        np.logaddexp.reduce(row) - row[label]
        for row, label in zip(z, y, strict=True)
    ]
    return float(sum(losses) / len(losses))


def cross_entropy_gradient(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient of the mean loss with respect to the logits ``(N, C)``."""
    dz = softmax(z)
    for n, label in enumerate(y):
        dz[n, label] -= 1
    return dz / len(y)
