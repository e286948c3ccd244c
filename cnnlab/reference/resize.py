"""Make images larger or smaller by interpolation, in NumPy.

``x`` is ``(N, C, H, W)``, ``size`` the new height and width. Pixels are
squares and their values belong to the centres, as in PyTorch with
``align_corners=False``. A resize is linear in ``x`` and works along each
axis by itself, so both kinds are a matrix for the rows and one for the
columns; the backward pass multiplies by their transposes.
"""

import numpy as np

from cnnlab.reference._check import check_axes, check_dy
from cnnlab.shapes import as_pair, at_least

Matrix = np.ndarray


def resize_nearest(x: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Each new pixel copies the one it lies in: blocks.

    Examples
    --------
    >>> resize_nearest(np.array([[[[1.0, 2.0]]]]), (1, 4)).tolist()
    [[[[1.0, 1.0, 2.0, 2.0]]]]
    """
    return _resize(x, size, nearest_matrix)


def resize_nearest_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dx``: a pixel gets the sum of what its copies got."""
    return _resize_backward(dy, x, nearest_matrix)


def resize_bilinear(x: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Each new pixel is a mean of four, the nearer the heavier.

    When shrinking, pixels between are skipped: smooth the image first.

    Examples
    --------
    >>> resize_bilinear(np.array([[[[1.0, 2.0]]]]), (1, 4)).tolist()
    [[[[1.0, 1.25, 1.75, 2.0]]]]
    """
    return _resize(x, size, bilinear_matrix)


def resize_bilinear_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """``dx``: each ``dy`` goes back by the weights it was made with."""
    return _resize_backward(dy, x, bilinear_matrix)


def nearest_matrix(size: int, new: int) -> Matrix:
    """``(new, size)``: a single 1 in each row."""
    matrix = np.zeros((new, size))
    matrix[np.arange(new), np.arange(new) * size // new] = 1
    return matrix


def bilinear_matrix(size: int, new: int) -> Matrix:
    """``(new, size)``: two weights in each row, which add up to 1."""
    # The centre of new pixel i, in the old pixels' coordinates.
    centres = (np.arange(new) + 0.5) * size / new - 0.5
    centres = centres.clip(0, size - 1)
    left = np.floor(centres).astype(int)
    right = np.minimum(left + 1, size - 1)
    matrix = np.zeros((new, size))
    rows = np.arange(new)
    matrix[rows, left] = 1 - (centres - left)
    matrix[rows, right] += centres - left
    return matrix


def _resize(x: np.ndarray, size: tuple[int, int], matrix) -> np.ndarray:
    check_axes(x=(x, 4))
    H_out, W_out = as_pair(size, "size")
    at_least(1, size=min(H_out, W_out))
    H, W = x.shape[2:]
    y = matrix(H, H_out) @ x @ matrix(W, W_out).T
    return y.astype(np.result_type(x, np.float32), copy=False)


def _resize_backward(dy: np.ndarray, x: np.ndarray, matrix) -> np.ndarray:
    check_axes(dy=(dy, 4), x=(x, 4))
    check_dy(dy, (*x.shape[:2], *dy.shape[2:]))
    rows = matrix(x.shape[2], dy.shape[2])
    cols = matrix(x.shape[3], dy.shape[3])
    return rows.T @ dy @ cols
