"""Full, local and shared connections, and images that move: exercise 2."""

import numpy as np

Shape = tuple[int, int, int]  # (C, H, W)


def full_parameters(
    in_shape: Shape, out_shape: Shape, bias: bool = True
) -> int:
    """Count one unit after the other, each connected with every input."""
    total = 0
    for _ in np.ndindex(*out_shape):
        total += sum(1 for _ in np.ndindex(*in_shape)) + bool(bias)
    return total


def local_parameters(
    in_shape: Shape,
    out_shape: Shape,
    kernel_size: tuple[int, int],
    bias: bool = True,
) -> int:
    """Count one unit after the other, each with a window of its own."""
    total = 0
    for _ in np.ndindex(*out_shape):
        total += sum(1 for _ in np.ndindex(in_shape[0], *kernel_size))
        total += bool(bias)
    return total


def shared_parameters(
    in_shape: Shape,
    out_shape: Shape,
    kernel_size: tuple[int, int],
    bias: bool = True,
) -> int:
    """Count the different weights: name them all and drop the copies."""
    names = set()
    for c, *_ in np.ndindex(*out_shape):
        window = np.ndindex(in_shape[0], *kernel_size)
        names |= {(c, *place) for place in window}
        names |= {(c, "bias")} if bias else set()
    return len(names)


def shift(images: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """Move each pixel of ``(..., H, W)`` by ``dy`` down, ``dx`` right."""
    *_, H, W = images.shape
    out = np.zeros(images.shape, images.dtype)
    for i, j in np.ndindex(H, W):
        if 0 <= i + dy < H and 0 <= j + dx < W:
            out[..., i + dy, j + dx] = images[..., i, j]
    return out


def predict(images: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The class whose weights ``(C, KH, KW)`` answer most at some place."""
    C, KH, KW = weights.shape
    N, H, W = images.shape
    scores = np.full((N, C), -np.inf)
    for c, i, j in np.ndindex(C, H - KH + 1, W - KW + 1):
        products = images[:, i : i + KH, j : j + KW] * weights[c]
        scores[:, c] = np.maximum(scores[:, c], products.sum(axis=(1, 2)))
    return scores.argmax(axis=1)


def shift_accuracy(
    images: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    shifts: list[tuple[int, int]],
) -> np.ndarray:
    """Share of right answers after each shift of the first images."""
    found = []
    for dy, dx in shifts:
        answers = predict(shift(images, dy, dx), weights)
        found.append(sum(answers == labels) / len(labels))
    return np.array(found, dtype=float)
