"""A student's answer as the test cells see it: a stand-in that asks the box.

It behaves as `cnnlab.check.verbs` wants, and can also be called as a plain
function, for courses whose tests are plain asserts.
"""

import inspect
from collections.abc import Callable

import numpy as np

from cnnlab.check import AnswerError, Rules
from cnnlab.grading import wire
from cnnlab.grading.box import Box

OPEN = Rules(forbid=())


class UnreachableError(Exception):
    """A test cell wants something of an answer that only its process has."""


class Proxy:
    """Stands for one object in the box."""

    def __init__(self, box: Callable[[], Box], facts: dict) -> None:
        self._box, self._handle = box, int(facts["handle"])
        self._kind = wire.clip(facts["type"], 80)
        self.__name__ = wire.clip(facts["name"], 80)
        signature = _signature(facts.get("parameters"))
        if signature is not None:
            self.__signature__ = signature

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call it as a plain function; errors have their own kind again."""
        verb = "construct" if self._kind == "type" else "call"
        try:
            return self._ask(verb, args, kwargs, OPEN, keep=True)
        except AnswerError as error:
            raise _plain_error(error) from error

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._ask("get", (name,), {}, OPEN, keep=True)
        except AnswerError as error:
            raise _plain_error(error) from error

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_"):
            raise UnreachableError(
                f"`{self.__name__}.{name}` cannot be set from outside"
            )
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return f"<{self._kind} {self.__name__} of the student>"

    def _no(self, *_: object) -> None:
        raise UnreachableError(
            f"`{self.__name__}` is an object of class {self._kind}; only "
            "calls, methods and plain attributes can be reached from outside"
        )

    __len__ = __iter__ = __getitem__ = __contains__ = __bool__ = _no
    __add__ = __sub__ = __mul__ = __truediv__ = __matmul__ = __neg__ = _no
    __lt__ = __le__ = __gt__ = __ge__ = __array__ = _no

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Proxy):
            return self._handle == other._handle
        return self._no()

    def __hash__(self) -> int:
        return hash(self._handle)

    def __cnnlab_perform__(
        self, verb: str, args: tuple, kwargs: dict, rules: Rules
    ) -> object:
        return self._ask(verb, args, kwargs, rules, keep=False)

    def _ask(
        self, verb: str, args: tuple, kwargs: dict, rules: Rules, keep: bool
    ) -> object:
        try:
            inputs = wire.pack((args, kwargs))
        except wire.WireError as error:
            raise UnreachableError(str(error)) from error
        reply = self._box().ask(
            do="perform",
            verb=verb,
            handle=self._handle,
            inputs=inputs,
            forbid=list(rules.forbid),
            tensors=rules.tensors,
            keep=keep,
        )
        if "stub" in reply:
            raise NotImplementedError(wire.clip(reply["stub"]))
        if "error" in reply:
            raise told(reply["error"])
        write_back((args, kwargs), wire.unpack(reply["inputs"]))
        return wire.unpack(reply["value"], self._other)

    def _other(self, packed: dict) -> "Proxy":
        return Proxy(self._box, packed)


def told(texts: object) -> AnswerError:
    """An error of the box's; damaged ones become one too."""
    if not isinstance(texts, list) or len(texts) != 3:
        texts = ["Error", "", ""]
    return AnswerError(*(wire.clip(text) for text in texts))


def _plain_error(error: AnswerError) -> Exception:
    """`ValueError` in the box is `ValueError` here: tests may expect it."""
    import builtins

    kind = getattr(builtins, error.kind, None)
    ordinary = isinstance(kind, type) and issubclass(kind, Exception)
    # StopIteration would end a loop of the test's: `all(map(f, ...))`.
    special = (StopIteration, StopAsyncIteration, UnicodeError)
    if not ordinary or issubclass(kind, special):
        return error
    return kind(error.text)


def _signature(parameters: object) -> inspect.Signature | None:
    """Parameters as the box tells them, or None if they make no sense."""
    if not isinstance(parameters, list):
        return None
    kinds = list(type(inspect.Parameter.KEYWORD_ONLY))
    try:
        found = []
        for name, kind, *default in parameters:
            extra = {"default": wire.unpack(default[0])} if default else {}
            found.append(inspect.Parameter(name, kinds[kind], **extra))
        return inspect.Signature(found)
    except (ValueError, TypeError, IndexError, wire.WireError):
        return None


def write_back(sent: object, returned: object) -> None:
    """Change our arrays as the answer changed its own, as far as they fit."""
    if isinstance(sent, np.ndarray):
        fits = isinstance(returned, np.ndarray) and (
            returned.shape == sent.shape and returned.dtype == sent.dtype
        )
        if fits and sent.flags.writeable:
            sent[...] = returned
    elif isinstance(sent, dict) and isinstance(returned, dict):
        for key, value in sent.items():
            write_back(value, returned.get(key))
    elif isinstance(sent, tuple | list) and isinstance(returned, tuple | list):
        for ours, theirs in zip(sent, returned, strict=False):
            write_back(ours, theirs)
