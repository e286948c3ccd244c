"""How a drawing becomes a picture of 28 x 28 pixels, as those of MNIST.

The authors of MNIST scaled each digit, its shape kept, so that it fills a
box of 20 x 20 pixels, and put its centre of mass into the middle of 28 x 28
(as they write where they publish it). On a digit of MNIST
`centred` changes nothing; a test holds it to that.

Ink is an array (side, side) from 0, paper, to 1.
"""

import numpy as np

FIELD = 28  # pixels of a side of what the network sees
BOX = 20  # of its middle, which the digit fills


def shrunk(ink: np.ndarray) -> np.ndarray:
    """The whole drawing as (28, 28), nothing moved.

    Examples
    --------
    >>> ink = np.zeros((56, 56))
    >>> ink[:2, 0] = 1
    >>> float(shrunk(ink)[0, 0])
    0.5
    """
    side = len(ink)
    return _shrink(np.asarray(ink, float), side / FIELD, FIELD, FIELD)


def centred(ink: np.ndarray) -> np.ndarray:
    """The drawing as (28, 28), scaled and centred as MNIST's digits are.

    A drawing without ink stays empty. Nothing is cut off: a digit whose
    centre of mass is far from its middle stops at the border.

    Examples
    --------
    A dot in the corner of a drawing of 40 x 40 fills the box of 20 x 20:

    >>> ink = np.zeros((40, 40))
    >>> ink[1:4, 2:5] = 1
    >>> rows = np.flatnonzero(centred(ink).any(axis=1))
    >>> int(rows[0]), int(rows[-1])
    (4, 23)
    """
    ink = np.asarray(ink, float)
    rows, cols = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    pixels = np.zeros((FIELD, FIELD))
    if not len(rows):
        return pixels
    box = ink[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    longer = max(box.shape)
    height, width = (-(-length * BOX // longer) for length in box.shape)
    small = _shrink(box, longer / BOX, height, width)
    top, left = _offset(small.sum(1)), _offset(small.sum(0))
    pixels[top : top + height, left : left + width] = np.minimum(small, 1)
    return pixels


def _shrink(x: np.ndarray, step: float, height: int, width: int):
    """Means over squares of ``step`` x ``step``, from the upper left on."""
    down = _shares(x.shape[0], height, step)
    return down @ x @ _shares(x.shape[1], width, step).T


def _shares(inputs: int, outputs: int, step: float) -> np.ndarray:
    """How much of input k lies in output i, which is ``step`` wide."""
    i, k = np.arange(outputs)[:, None], np.arange(inputs)
    end = np.minimum((i + 1) * step, k + 1)
    return np.maximum(0, end - np.maximum(i * step, k)) / step


def _offset(masses: np.ndarray) -> int:
    """Where lines begin that have these masses: their centre in pixel 14."""
    middles = np.arange(len(masses)) + 0.5
    # Rounding must not decide where the centre is on the edge of a pixel.
    centre = int(np.floor(masses @ middles / masses.sum() + 1e-6))
    return min(max(FIELD // 2 - centre, 0), FIELD - len(masses))
