"""Arguments: what a function takes, and whether it left them alone."""

import inspect
from collections.abc import Callable, Iterator

import numpy as np

from cnnlab.check.message import number_pair
from cnnlab.check.verbs import rebuild


def signature_problem(
    function: Callable, required: tuple[str, ...], optional: dict[str, object]
) -> tuple[str, str, str] | None:
    """Compare a signature with the names and defaults that tests use.

    Returns ``(problem, got, expected)``, or None if every call will fit. A
    function that takes ``*args``, or shows no signature, is not judged.
    """
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    if any(p.kind is p.VAR_POSITIONAL for p in found):
        return None
    names = [*required, *optional]
    spare = [p for p in found[len(names) :] if p.kind is not p.VAR_KEYWORD]
    needed = [p.name for p in spare if p.default is p.empty]
    if [p.name for p in found[: len(names)]] != names or needed:
        got = f"({', '.join(p.name for p in found)})"
        expected = f"({', '.join(names)})"
        problem = "The arguments have other names or another order."
        return f"{problem} Name them as given.", got, expected
    for parameter in found[len(required) : len(names)]:
        default = optional[parameter.name]
        if parameter.default is parameter.empty:
            got = f"{parameter.name} without a default"
        elif parameter.default != default:
            got = f"{parameter.name}={parameter.default!r}"
        else:
            continue
        problem = f"`{parameter.name}` has another default."
        return problem, got, f"{parameter.name}={default!r}"
    return None


def copied(value: object) -> object:
    """Copy the arrays in a plain container; the rest is shared."""
    return rebuild(
        value, lambda x: x.copy() if isinstance(x, np.ndarray) else x
    )


def change(before: tuple, after: tuple) -> str:
    """Say how the first changed array differs, or return an empty string.

    Both are ``(args, kwargs)``, before and after a call.
    """
    for (name, old), (_, new) in zip(
        _arrays(before), _arrays(after), strict=True
    ):
        if old.shape != new.shape:
            return f"{name} had shape {old.shape}, now has {new.shape}"
        off = (old != new) & ~((old != old) & (new != new))
        if off.any():
            index = tuple(int(i) for i in np.argwhere(off)[0])
            was, now = number_pair(old[index], new[index])
            return f"{name} at {list(index)} was {was}, now is {now}"
    return ""


def _arrays(call: tuple) -> Iterator[tuple[str, np.ndarray]]:
    args, kwargs = call
    named = [(f"argument {i}", x) for i, x in enumerate(args, start=1)]
    named += [(f"`{key}`", x) for key, x in kwargs.items()]
    while named:
        name, value = named.pop(0)
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, dict):
            named += [(f"{name}[{k!r}]", x) for k, x in value.items()]
        elif isinstance(value, tuple | list):
            named += [(f"{name}[{i}]", x) for i, x in enumerate(value)]
