"""Slips on the way from pixels to a loss: exercise 1."""

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import mlp as truth


@later
def flatten(images: np.ndarray) -> dict[str, np.ndarray]:
    """Slips in turning ``(N, ...)`` into ``(N, D)``."""
    N, width = len(images), images.shape[-1]
    by_column = np.swapaxes(images, -1, -2).reshape(N, -1)
    found = {"the columns are laid end to end, not the rows": by_column}
    if N == 1:
        gone = {"the axis that counts the images is gone": images.reshape(-1)}
        return found | gone
    if images.ndim > 3:
        found |= {
            "the first axis of an image runs fastest": np.array(
                [image.ravel(order="F") for image in images]
            ),
            "each channel has become an image": images.reshape(
                -1, width * images.shape[-2]
            ),
        }
    return found | {
        "the pixels of different images are mixed": images.reshape(-1, N).T,
        "all images are in one vector": images.reshape(-1),
        "each row of pixels has become an image": images.reshape(-1, width),
        "images and pixels have changed places": images.reshape(N, -1).T,
    }


@later
def count_parameters(sizes: list[int], bias: bool = True) -> dict[str, int]:
    """Slips in counting the numbers that an MLP learns."""
    pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
    weights = sum(m * n for m, n in pairs)
    units = sum(sizes[1:])
    if not bias:
        return {"biases are counted although there are none": weights + units}
    return {
        "the biases are missing": weights,
        "each layer has one bias, not one for each unit": weights + len(pairs),
        "the input pixels have got biases too": weights + sum(sizes),
        "a layer has a bias for each input": weights + sum(sizes[:-1]),
        "the output units have no biases": weights + units - sizes[-1],
        "the last layer is missing": weights
        + units
        - (sizes[-2] + 1) * sizes[-1],
        "the sizes are all multiplied with each other": int(np.prod(sizes)),
        "you count units, not weights": units,
    }


@later
def softmax(z: np.ndarray) -> dict[str, np.ndarray]:
    """Slips in the probabilities of ``(N, C)``."""
    p = truth.softmax(z)
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return {
            "a tiny number is added: the sum needs none": p,
            "the sum runs over the images, not over the classes": e
            / e.sum(axis=0),
            "the sum runs over the whole batch": e / e.sum(),
            "the sum is missing": e,
            "it is divided by the largest value, not by the sum": e
            / e.max(axis=1, keepdims=True),
            "the largest logit is subtracted in the exponent only": np.exp(
                z - z.max(axis=1, keepdims=True)
            )
            / e.sum(axis=1, keepdims=True),
            "the largest logit of each class is subtracted, not of each "
            "image": truth.softmax(z - z.max(axis=0)),
            "the logits are divided by the largest one": truth.softmax(
                z / z.max(axis=1, keepdims=True)
            ),
            "these are logarithms of the probabilities": np.log(p),
        }


@later
def softmax_large(z: np.ndarray) -> dict[str, np.ndarray]:
    """Cures for large logits that hide the trouble."""
    with np.errstate(all="ignore"):
        e = np.exp(z)
        hidden = np.nan_to_num(e / e.sum(axis=1, keepdims=True))
    return {
        "the logits are clipped: large ones become equal": truth.softmax(
            np.clip(z, -500, 500)
        ),
        "what is not a number is turned into 0": hidden,
    }


@later
def cross_entropy(z: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Slips in the mean loss of ``(N, C)`` for the classes ``(N,)``."""
    N, C = z.shape
    right, p = truth.cross_entropy(z, y), truth.softmax(z)
    of_truth = p[np.arange(N), y]
    with np.errstate(all="ignore"):
        log_p = np.log(p)
        others = np.log1p(-p).sum() - np.log1p(-of_truth).sum()
    return {
        "a tiny number is added inside the logarithm": right,
        "the losses are added up, not averaged": right * N,
        "it is divided by the number of classes too": right / C,
        "the sign is the other way round": -right,
        "the logarithm is to base 2": right / np.log(2),
        "the logarithm is to base 10": right / np.log(10),
        "the logarithm is missing": float(-of_truth.mean()),
        "z[:, y] takes every label for every image": float(
            -log_p[:, y].mean()
        ),
        "it takes the largest logit, not that of the true class": (
            truth.cross_entropy(z, z.argmax(axis=1))
        ),
        "softmax is applied twice": truth.cross_entropy(p, y),
        "the other classes are counted too": right - float(others) / N,
    }


@later
def cross_entropy_large(z: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Cures for probabilities of 0 that put a lid on the loss."""
    with np.errstate(all="ignore"):
        of_truth = truth.softmax(z)[np.arange(len(y)), y]
    return {
        f"no probability is below {least}: this is a lid on the loss": float(
            -np.log(np.maximum(of_truth, least)).mean()
        )
        for least in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
    }


@later
def cross_entropy_gradient(
    z: np.ndarray, y: np.ndarray
) -> dict[str, np.ndarray]:
    """Slips in the gradient of the mean loss."""
    N, C = z.shape
    right, p = truth.cross_entropy_gradient(z, y), truth.softmax(z)
    one_hot = np.eye(C)[y]
    columns = p.copy()
    columns[:, y] -= 1
    found = {
        "it is not divided by the number of images": right * N,
        "it is divided by the number of classes too": right / C,
        "the sign is the other way round": -right,
        "these are the probabilities; nothing is subtracted": p,
        "nothing is subtracted at the true class": p / N,
        "the 1 is not divided by the number of images": p / N - one_hot,
        "only the 1 is divided by the number of images": p - one_hot / N,
        "dz[:, y] changes every label in every row": columns / N,
        "this is the derivative by p, not by the logits": -one_hot / p / N,
        "this is the derivative of a sigmoid": p * (1 - p) / N,
        "only the true class has a gradient": right * one_hot,
    }
    if N > 1:  # with one image it is the slip that is named above
        by_classes = "it is divided by the number of classes, not of images"
        found[by_classes] = right * N / C
    return found
