"""What the box tells of objects and errors that cannot leave it."""

import builtins
import inspect

from cnnlab.check import AnswerError
from cnnlab.grading import wire


def kind_of(value: object) -> str:
    return wire.clip(type(value).__name__, 80)


def looks(value: object) -> dict:
    """Type and text of a value that cannot cross."""
    try:
        text = repr(value)[:200]
    except BaseException:
        text = "<an object without a repr>"
    return {"opaque": [kind_of(value), text]}


def parameters(value: object) -> list | None:
    """Name, kind and default of each, or None where there is no telling."""
    if not callable(value):
        return None
    try:
        found = inspect.signature(value).parameters.values()
        return [
            [p.name, int(p.kind)]
            + [wire.pack(p.default, looks)] * (p.default is not p.empty)
            for p in found
        ]
    except BaseException:
        return None


def failure(error: BaseException) -> list[str]:
    """An exception as three texts: kind, message, place."""
    try:
        told = AnswerError.of(error)
        # Where a cell is no Python, the innermost line is one of ours.
        where = "" if isinstance(error, SyntaxError) else told.where
        texts = [told.kind, told.text, where]
    except BaseException:
        texts = [kind_of(error), "", ""]
    return [wire.clip(text) for text in texts]


def known_kind(error: BaseException | None) -> str:
    """The nearest kind that a plain test can expect: for subclasses too."""
    for kind in type(error).__mro__[:-1]:
        if vars(builtins).get(kind.__name__) is kind:
            plain = kind in (Exception, BaseException)
            return "" if plain else kind.__name__
    return ""
