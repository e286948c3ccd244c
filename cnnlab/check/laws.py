"""Laws that hold for any data: no expected value needs to be known.

Each takes functions from an array to an `Outcome`, such as
``lambda x: t.call(conv2d, x, w)``.
"""

from collections.abc import Callable

import numpy as np

from cnnlab.check.outcome import Outcome

Function = Callable[[np.ndarray], Outcome]


def linear(
    f: Function, x: np.ndarray, y: np.ndarray, *, terms: int = 1
) -> None:
    """Check ``f(2 x - 3 y) = 2 f(x) - 3 f(y)``."""
    expected = 2 * f(x).array() - 3 * f(y).array()
    law = "f(2x - 3y) = 2 f(x) - 3 f(y), where f is this call"
    f(2 * x - 3 * y).equals(expected, terms=terms, law=law)


def shift_equivariant(
    f: Function, x: np.ndarray, by: tuple[int, int], *, terms: int = 1
) -> None:
    """Check that cropping the top left of ``x`` crops ``f(x)`` alike.

    Holds for a stride of 1 without padding: a pattern found at one place is
    found, with the same number, wherever it moves.
    """
    rows, columns = by
    expected = f(x).array()[..., rows:, columns:]
    law = (
        f"cutting {rows} rows and {columns} columns off the top left of the "
        "input\ncuts the same off the output and changes nothing else"
    )
    f(x[..., rows:, columns:]).equals(expected, terms=terms, law=law)


def adjoint(
    f: Function, g: Function, x: np.ndarray, y: np.ndarray, *, terms: int = 1
) -> None:
    """Check ``<f(x), y> = <x, g(y)>``: ``g`` is the transpose of ``f``."""
    outcome = g(y)
    found = f(x).array()
    got = float(np.sum(x * outcome.array()))
    scale = float(np.sum(np.abs(found * y))) or 1.0
    outcome.value = got
    law = "sum(f(x) * y) = sum(x * g(y)), where g is this call"
    expected = float(np.sum(found * y))
    outcome.equals(expected, terms=terms * x.size, scale=scale, law=law)
