"""The only ways in which a test cell touches a learner's answer.

Everything that goes in and comes out is an array, a number, a string, or a
tuple, list or dict of these, so that the answer may live in another process.
There it stands behind an object whose class has one method::

    def __cnnlab_perform__(self, verb, args, kwargs, rules): ...

which must behave as `perform` does here: return plain values (or, for
``construct``, a handle of its own kind), change the arrays in ``args`` if the
answer changed them, raise ``NotImplementedError`` for an unwritten stub, and
`AnswerError` for any other exception. ``__name__`` is shown in messages, and
``__signature__`` (PEP 362) is compared where the object has it.
"""

import sys
import sysconfig
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass

import numpy as np

from cnnlab.check.forbid import SHORTCUTS, ShortcutError, forbidden


@dataclass(frozen=True)
class Rules:
    """How answers are entered: closed shortcuts; arrays sent as tensors."""

    forbid: tuple[str, ...] = SHORTCUTS
    tensors: bool = False


class AnswerError(Exception):
    """The learner's code raised something; holds what a message needs.

    Parameters are strings, so that the error can cross a process border:
    ``kind`` is the exception's class name, ``text`` its message, ``where``
    the line of the learner's code.
    """

    def __init__(self, kind: str, text: str, where: str = "") -> None:
        super().__init__(f"{kind}: {text}" if text else kind)
        self.kind, self.text, self.where = kind, text, where

    @classmethod
    def of(cls, error: BaseException) -> "AnswerError":
        """Describe ``error``, raised inside the learner's code."""
        return cls(type(error).__name__, str(error), _where(error))


def perform(
    verb: str, answer: object, args: tuple, kwargs: dict, rules: Rules
) -> object:
    """Do ``verb`` to ``answer``: the one door to the learner's code.

    Raises
    ------
    NotImplementedError
        The stub has not been replaced yet.
    AnswerError
        Any other exception of the learner's code, which is its cause.
    """
    __tracebackhide__ = True
    remote = getattr(type(answer), "__cnnlab_perform__", None)
    if remote is not None:
        return remote(answer, verb, args, kwargs, rules)
    closed = forbidden(rules.forbid, _namespace(answer))
    try:
        # A warning or a progress bar on stderr would fail an nbgrader cell.
        with closed, redirect_stderr(sys.stdout):
            return VERBS[verb](answer, args, kwargs, rules.tensors)
    except (NotImplementedError, KeyboardInterrupt):
        raise
    except ShortcutError as error:
        raise AnswerError("ShortcutError", str(error)) from error
    except BaseException as error:
        raise AnswerError.of(error) from error


def _call(
    answer: Callable, args: tuple, kwargs: dict, tensors: bool
) -> object:
    __tracebackhide__ = True
    if tensors or _is_module(answer):
        args, kwargs = to_tensors(args), to_tensors(kwargs)
    return to_arrays(answer(*args, **kwargs))


def _construct(
    answer: type, args: tuple, kwargs: dict, tensors: bool
) -> object:
    return answer(*args, **kwargs)


def _method(
    answer: object, args: tuple, kwargs: dict, tensors: bool
) -> object:
    name, *rest = args
    tensors = tensors or _is_module(answer)
    return _call(getattr(answer, name), tuple(rest), kwargs, tensors)


def _state(
    answer: object, args: tuple, kwargs: dict, tensors: bool
) -> dict[str, np.ndarray]:
    return to_arrays(dict(answer.state_dict()))


def _shapes(
    answer: object, args: tuple, kwargs: dict, tensors: bool
) -> dict[str, tuple[int, ...]]:
    return {k: tuple(p.shape) for k, p in answer.named_parameters()}


def _mode(answer: object, args: tuple, kwargs: dict, tensors: bool) -> None:
    answer.train(args[0] == "train")


def _gradients(
    answer: Callable, args: tuple, kwargs: dict, tensors: bool
) -> dict[str, object]:
    """Gradients of ``sum(answer(*inputs) * dy)``; ``args`` ends with dy."""
    *inputs, dy = to_tensors(args)
    inputs = [x.requires_grad_(x.is_floating_point()) for x in inputs]
    if _is_module(answer):
        answer.zero_grad()
    answer(*inputs, **to_tensors(kwargs)).backward(dy)
    found: dict[str, object] = {"inputs": [x.grad for x in inputs]}
    if _is_module(answer):
        found |= {k: p.grad for k, p in answer.named_parameters()}
    return to_arrays(found)


VERBS = {
    "call": _call,
    "construct": _construct,
    "method": _method,
    "state": _state,
    "shapes": _shapes,
    "mode": _mode,
    "gradients": _gradients,
}


def to_tensors(value: object) -> object:
    """Turn the arrays in a plain container into tensors of their own."""
    import torch

    def tensor(item: object) -> object:
        is_array = isinstance(item, np.ndarray)
        return torch.tensor(item) if is_array else item

    return rebuild(value, tensor)


def to_arrays(value: object) -> object:
    """Copy a plain container with arrays for tensors, none of them shared."""

    def array(item: object) -> object:
        if isinstance(item, np.ndarray):
            return item.copy()
        if "torch" in sys.modules:
            torch = sys.modules["torch"]
            if isinstance(item, getattr(torch, "Tensor", ())):
                return item.detach().cpu().numpy().copy()
        return item

    return rebuild(value, array)


def rebuild(value: object, leaf: Callable) -> object:
    """Copy tuples, lists and dicts, with ``leaf`` applied to the rest."""
    for kind in (tuple, list):  # a named tuple becomes a plain one
        if isinstance(value, kind):
            return kind(rebuild(item, leaf) for item in value)
    if isinstance(value, dict):
        return {key: rebuild(item, leaf) for key, item in value.items()}
    return leaf(value)


def _namespace(answer: object) -> dict | None:
    """Where the answer's code looks its global names up."""
    if hasattr(answer, "__globals__"):
        return answer.__globals__
    home = answer if isinstance(answer, type) else type(answer)
    module = sys.modules.get(home.__module__)
    return vars(module) if module else None


def _is_module(answer: object) -> bool:
    return hasattr(answer, "named_parameters")


def _where(error: BaseException) -> str:
    """The innermost line outside of libraries: ``line 7: y = x[i]``."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not any(p in f.filename for p in _LIBRARIES)]
    if not own:
        return ""
    frame = own[-1]
    place = f"line {frame.lineno} of {frame.name}"
    return f"{place}: {frame.line}" if frame.line else place


_LIBRARIES = (
    "site-packages",
    "dist-packages",
    sysconfig.get_paths()["stdlib"],
    __file__.rpartition("verbs.py")[0],
)
