"""Compare a hand-written gradient with differences of the function."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """Central differences ``(f(x + h) - f(x - h)) / 2h``, entry by entry.

    Parameters
    ----------
    f : scalar function of an array; must not keep or change it.
    x : float64 array of any shape; every entry is moved in turn.
    step : ``h``; 1e-5 balances truncation (h^2) against rounding (eps / h).
    """
    if x.dtype != np.float64:
        raise TypeError(
            f"`x` must be float64, got {x.dtype}: in float32 the difference "
            "is lost in rounding"
        )
    gradient = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient


def max_relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """Largest ``|a - b|`` over the larger of the two arrays' maxima."""
    scale = max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
    return float(np.abs(a - b).max(initial=0) / max(scale, 1e-300))
