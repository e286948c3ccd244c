"""What came back from a learner's answer, and the ladder it must climb."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from cnnlab.check import compare
from cnnlab.check.message import long, number_pair

if TYPE_CHECKING:
    from cnnlab.check.cell import Cell


class Outcome:
    """One result, with the call that gave it.

    `equals` climbs type, shape, finite, inputs unchanged, value, and stops
    at the first rung that breaks. The dtype is a rung of its own
    (`has_dtype`): a wrong one costs that cell alone.
    """

    def __init__(
        self, cell: Cell, call: str, value: object, changed: str = ""
    ) -> None:
        self.cell, self.call, self.changed = cell, call, changed
        self.value, self.law = value, ""

    def equals(
        self,
        expected: object,
        *,
        terms: int = 1,
        scale: float | None = None,
        wrong: compare.Wrong = None,
        law: str = "",
    ) -> Outcome:
        """Compare with ``expected``; return self for a further check.

        Parameters
        ----------
        expected
            An array or a list of numbers is compared as an array; an int
            wants a whole number; a tuple or a dict is compared item by item.
        terms
            How many products were summed for one value; widens the tolerance.
        scale
            Magnitude that errors are relative to; the largest expected one.
        wrong
            Known slips: a sentence about the slip -> what it would give. See
            `cnnlab.check.slips`.
        law
            The identity being tested, in words, where it is one.
        """
        self.law = law
        options = {"terms": terms, "scale": scale}
        self._compare(self.value, expected, "", wrong, options)
        return self

    def has_shape(self, *shape: int) -> Outcome:
        """Check type and shape only."""
        self._shape(self.array(), np.empty(shape), "", None)
        return self

    def has_dtype(self, dtype: object) -> Outcome:
        """Check type and dtype only."""
        got, expected = self.array().dtype, np.dtype(dtype)
        if got != expected:
            self._fail("The values have the wrong dtype.", got, expected)
        return self

    def array(self) -> np.ndarray:
        """The result as a plain numeric array; fails if it is none."""
        return self._array(self.value, "")

    def _compare(
        self,
        got: object,
        expected: object,
        at: str,
        wrong: compare.Wrong,
        options: dict,
    ) -> None:
        if isinstance(expected, tuple | dict):
            self._container(got, expected, at, options)
        elif isinstance(expected, np.ndarray | list):
            self._values(got, np.asarray(expected), at, wrong, options)
        elif isinstance(expected, numbers.Real):
            self._scalar(got, expected, at, wrong, options)
        elif type(got) is not type(expected) or got != expected:
            self._fail(f"The result{at} is not right.", got, expected)
        else:
            self._unchanged()

    def _container(
        self, got: object, expected: tuple | dict, at: str, options: dict
    ) -> None:
        kind = dict if isinstance(expected, dict) else tuple
        same = isinstance(got, dict if kind is dict else (tuple, list))
        if not same or len(got) != len(expected):
            problem = f"Expected a {kind.__name__} of {len(expected)} items."
            self._fail(problem, got, expected)
        keys = expected if kind is dict else range(len(expected))
        for key in keys:
            if kind is dict and key not in got:
                self._fail(f"The result{at} has no {key!r}.", got, expected)
            self._compare(
                got[key], expected[key], f"{at}[{key!r}]", None, options
            )

    def _scalar(
        self,
        got: object,
        expected: object,
        at: str,
        wrong: compare.Wrong,
        options: dict,
    ) -> None:
        raw, got = got, got.item() if _is_scalar_array(got) else got
        is_number = isinstance(got, numbers.Real)
        if not is_number or isinstance(got, bool) != isinstance(
            expected, bool
        ):
            problem = f"The result{at} is {_kind(got)}, not a number."
            self._fail(problem, got, expected)
        whole = isinstance(expected, numbers.Integral)
        if whole and not isinstance(got, numbers.Integral):
            problem = (
                f"The result{at} is {_kind(got)}; a whole number (an int) is "
                "needed."
            )
            self._fail(problem, got, expected)
        arrays = np.asarray(raw), np.asarray(expected)
        if arrays[0].dtype == object:  # an int too large for NumPy
            arrays = np.asarray(np.inf), arrays[1]
        if not (whole or np.isfinite(got)) and np.isfinite(expected):
            self._fail(f"The result{at} is not finite.", got, expected)
        self._unchanged()
        if whole and got == expected:
            return
        if whole or compare.differs(*arrays, **options):
            slip = compare.looks_like(*arrays, wrong)
            got, expected = number_pair(got, expected)
            self._fail(f"The result{at} is not right.", got, expected, slip)

    def _values(
        self,
        got: object,
        expected: np.ndarray,
        at: str,
        wrong: compare.Wrong,
        options: dict,
    ) -> None:
        got = self._array(got, at)
        self._shape(got, expected, at, wrong)
        if got.dtype.kind in "iub" and expected.dtype.kind == "f":
            problem = (
                f"The result{at} holds integers ({got.dtype}): everything "
                "after the decimal point is lost. Make it a float array."
            )
            self._fail(problem, got, expected)
        lost = ~np.isfinite(got.astype(float)) & np.isfinite(expected)
        if lost.any():
            problem = f"The result{at} has values that are not finite."
            self._fail(problem, got, expected, where=lost)
        self._unchanged()
        off = compare.differs(got, expected, **options)
        if off.any():
            slip = compare.looks_like(got, expected, wrong)
            problem = f"The values of the result{at} are not right."
            self._fail(problem, got, expected, slip, where=off)

    def _array(self, got: object, at: str) -> np.ndarray:
        if not isinstance(got, np.ndarray):
            problem = f"The result{at} is {_kind(got)}, not an array."
            if got is None:
                problem += " Is a `return` missing?"
            elif isinstance(got, list):
                problem += " `np.array(...)` makes one of it."
            self._fail(problem, got)
        if got.dtype.kind not in "fiub":
            problem = (
                f"The result{at} is an array of {got.dtype}, not of numbers."
            )
            self._fail(problem, got)
        # A plain array: a subclass could answer every comparison with True.
        return np.array(got, copy=True, subok=False)

    def _shape(
        self,
        got: np.ndarray,
        expected: np.ndarray,
        at: str,
        wrong: compare.Wrong,
    ) -> None:
        if got.shape != expected.shape:
            slip = compare.looks_like(got, expected, wrong)
            problem = f"The result{at} has the wrong shape."
            self._fail(problem, got.shape, expected.shape, slip)

    def _unchanged(self) -> None:
        if self.changed:
            self.cell.fail(
                "The function changed its own input. Work on a copy, or "
                "write into a new array.",
                call=self.call,
                changed=self.changed,
            )

    def _fail(
        self,
        problem: str,
        got: object,
        expected: object = None,
        slip: str = "",
        where: np.ndarray | None = None,
    ) -> NoReturn:
        rows = {"call": self.call, "law": self.law, "got": long(got)}
        if expected is not None:
            rows["expected"] = long(expected)
        if where is not None and where.ndim:
            rows["differs"] = _first(where, got, expected)
        rows["looks like"] = slip
        rows = {label: text for label, text in rows.items() if text}
        self.cell.fail(problem, **rows)


def _first(where: np.ndarray, got: np.ndarray, expected: np.ndarray) -> str:
    index = tuple(int(i) for i in np.argwhere(where)[0])
    pair = number_pair(got[index], expected[index])
    return (
        f"first at {list(index)}: got {pair[0]}, expected {pair[1]} "
        f"({int(where.sum())} of {where.size} values are off)"
    )


def _is_scalar_array(value: object) -> bool:
    return isinstance(value, np.ndarray | np.generic) and value.ndim == 0


def _kind(value: object) -> str:
    if value is None:
        return "None"
    is_array = isinstance(value, np.ndarray)
    name = "array" if is_array else type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
