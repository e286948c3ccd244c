"""Compare two arrays, and recognize the slip behind a wrong one."""

from collections.abc import Callable

import numpy as np

Wrong = dict[str, object] | Callable[[], dict[str, object]] | None

# By the bytes of one value: float16, float32, float64. The factor is about
# 100 machine epsilons for float32 and leaves room for any order of summing.
RELATIVE = {2: 1e-2, 4: 1e-5, 8: 1e-12}


def tolerance(dtype: np.dtype, terms: int = 1) -> float:
    """The relative error allowed for sums of ``terms`` products."""
    itemsize = dtype.itemsize if dtype.kind == "f" else 8
    return RELATIVE.get(itemsize, 1e-12) * max(1.0, terms / 10)


def differs(
    got: np.ndarray,
    expected: np.ndarray,
    terms: int = 1,
    scale: float | None = None,
) -> np.ndarray:
    """Mark where two arrays of one shape differ by more than rounding.

    The allowed error is relative to ``scale``, by default the largest
    expected magnitude: a sum that cancels is as uncertain as its terms.
    """
    if scale is None:
        finite = np.abs(expected[np.isfinite(expected)])
        scale = float(finite.max(initial=0.0)) or 1.0
    allowed = tolerance(got.dtype, terms) * scale
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(got.astype(float) - expected) <= allowed
    return ~(near | (got == expected) | (np.isnan(got) & np.isnan(expected)))


def looks_like(
    got: np.ndarray, expected: np.ndarray, wrong: Wrong = None
) -> str:
    """The name of the slip that explains ``got``, or an empty string.

    ``wrong`` maps a sentence ("your kernel is flipped") to the array that
    this slip gives, or is a function that makes such a dict. Where several
    slips fit, two are named; patterns that need no data are tried last.
    """
    known = wrong() if callable(wrong) else wrong or {}
    fits = [key for key, x in known.items() if _same(got, np.asarray(x))]
    if fits:
        return ", or ".join(fits[:2])
    both = min(got.ndim, expected.ndim)
    if both >= 2 and _same(got, np.swapaxes(expected, -1, -2)):
        return "rows and columns are swapped"
    if got.shape != expected.shape or got.size < 2:
        return ""
    return _pattern(got.astype(float), expected.astype(float))


def _pattern(got: np.ndarray, expected: np.ndarray) -> str:
    if not np.any(got):
        return "every value is 0: is the result ever filled in?"
    if got.ndim >= 2 and _same(got, expected[..., ::-1, ::-1]):
        return "the result is upside down and mirrored"
    offset = float(np.mean(got - expected))
    if _same(got - offset, expected):
        return f"every value is off by the same amount, {offset:.4g}"
    power = float(np.sum(expected * expected))
    factor = float(np.sum(got * expected)) / power if power else 0.0
    if factor and _same(got, factor * expected):
        return f"every value is {factor:.4g} times the expected one"
    return ""


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    # 1e-4: a diagnosis, not a grade, so float32 answers must fit well inside.
    if a.shape != b.shape or not (np.isfinite(a).all() and b.size):
        return False
    scale = max(float(np.abs(b).max()), 1e-300)
    return bool(np.all(np.abs(a.astype(float) - b) <= 1e-4 * scale))
