"""The words of a failed check: values in short form, rows, one hint."""

import numbers
from textwrap import fill, indent

import numpy as np

INLINE_SIZE = 9  # a 3x3 kernel is still printed inside the call
WIDTH = 76


class CheckFailed(AssertionError):  # noqa: N818 - learners read this name
    """A check failed; ``str()`` of it is what the learner reads."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython asks for this by that name.

        The frames of the test cell would add nothing that the message does
        not say, and in feedback they would print hidden tests.
        """
        return [f"CheckFailed: {self}"]


def short(value: object) -> str:
    """One line for an argument: small arrays in full, others by shape."""
    if isinstance(value, np.ndarray):
        if 0 < value.size <= INLINE_SIZE:
            return _one_line(value)
        shape = "x".join(map(str, value.shape)) or "0-d"
        return f"<{shape} {value.dtype} array>"
    if isinstance(value, tuple | list):
        inner = ", ".join(short(item) for item in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        pairs = (f"{key!r}: {short(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    return number(value)


def long(value: object) -> str:
    """A result over several lines: shape, dtype, and the values or corners."""
    if isinstance(value, str | np.dtype):
        return str(value)
    if not isinstance(value, np.ndarray):
        text = short(value)
        return text if len(text) <= 400 else text[:400] + " ..."
    shape = "x".join(map(str, value.shape)) or "0-d"
    values = np.array2string(
        value, precision=4, suppress_small=True, threshold=36, edgeitems=2
    )
    return f"{shape} {value.dtype} array\n{values}"


def number(value: object, digits: int = 6) -> str:
    """A number as one would write it; anything else by its ``repr``."""
    is_whole = isinstance(value, bool | numbers.Integral)
    if is_whole or not isinstance(value, numbers.Real):
        text = str(value) if is_whole else repr(value)
        return text if len(text) <= 200 else text[:200] + " ..."
    text = f"{float(value):.{digits}g}"
    return text if any(c in text for c in ".einf") else text + ".0"


def number_pair(got: object, expected: object) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart."""
    for digits in (6, 12, 17):
        pair = number(got, digits), number(expected, digits)
        if pair[0] != pair[1]:
            return pair
    return pair


def call_text(name: str, args: tuple, kwargs: dict) -> str:
    """``name(args, key=value)``, with arrays in short form."""
    parts = [short(arg) for arg in args]
    parts += [f"{key}={short(arg)}" for key, arg in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def compose(problem: str, rows: dict[str, str], footer: list[str]) -> str:
    """Lay out a failure: the problem, aligned rows, then the footer."""
    pad = max((len(label) for label in rows), default=0) + 2
    lines = [fill(problem, WIDTH), ""]
    for label, text in rows.items():
        body = indent(text, " " * (pad + 2)).lstrip()
        lines.append(f"  {label:<{pad}}{body}")
    wrapped = [
        fill(part, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
        for part in footer
    ]
    return "\n".join([*lines, "", *wrapped])


def _one_line(array: np.ndarray) -> str:
    text = np.array2string(
        array, precision=4, separator=", ", suppress_small=True
    )
    text = " ".join(text.split()).replace("[ ", "[")
    if array.dtype in (np.float64, np.int64):
        return text
    return f"array({text}, {array.dtype})"
