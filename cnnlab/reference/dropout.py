"""Dropout in NumPy, inverted: all scaling is done in training.

Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout", 2014.
The paper scales weights at test time instead; the expected value is equal.
"""

import numpy as np

from cnnlab.reference._check import check_dy, check_shape


def dropout_mask(
    shape: tuple[int, ...], p: float, rng: np.random.Generator
) -> np.ndarray:
    """0 with probability ``p``, else ``1 / (1 - p)``: 1 on average.

    Raises
    ------
    ValueError
        If ``p`` is not in [0, 1): with 1 nothing would be left to scale.
    """
    if not 0 <= p < 1:
        raise ValueError(
            f"`p` (={p}) must be at least 0 and less than 1: it is the "
            "probability to drop a number, not to keep it"
        )
    return (rng.random(shape) >= p) / (1 - p)


def dropout(
    x: np.ndarray, mask: np.ndarray, training: bool = True
) -> np.ndarray:
    """``x * mask`` in training, ``x`` itself otherwise."""
    check_shape("mask", mask, x.shape)
    return x * mask if training else x


def dropout_backward(dy: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """``dx``: nothing passes where the forward pass dropped."""
    check_dy(dy, mask.shape)
    return dy * mask
