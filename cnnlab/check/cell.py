"""One test cell: its seed, its hint, and its verbs.

`__tracebackhide__` keeps the frames of this package out of the traceback
that IPython shows for an unwritten stub.
"""

import os
import secrets
import zlib
from collections.abc import Callable
from typing import NoReturn

import numpy as np

from cnnlab.check import arguments, verbs
from cnnlab.check.forbid import SHORTCUTS
from cnnlab.check.message import CheckFailed, call_text, compose
from cnnlab.check.outcome import Outcome

SEED_VARIABLE = "CNNLAB_CHECK_SEED"


def cell(grade_id: str, **options: object) -> "Cell":
    """Open the test cell ``grade_id``; the options are those of `Cell`."""
    return Cell(grade_id, **options)


class Cell:
    """The verbs of one test cell.

    Parameters
    ----------
    grade_id
        The nbgrader name of the cell.
    hint, reread
        Shown once under a failure: what to think about, and the section of
        the book to read again. The course builder fills both in.
    seed
        Repeats the random inputs of an earlier run. By default it is the
        environment variable ``CNNLAB_CHECK_SEED``, else fresh.
    forbid
        Functions the learner may not call; ``()`` closes none.
    tensors
        Send arrays to functions as torch tensors (modules always get them).
    """

    def __init__(
        self,
        grade_id: str,
        *,
        hint: str = "",
        reread: str = "",
        seed: int | None = None,
        forbid: tuple[str, ...] = SHORTCUTS,
        tensors: bool = False,
    ) -> None:
        self.grade_id, self.hint, self.reread = grade_id, hint, reread
        self.rules = verbs.Rules(tuple(forbid), tensors)
        if seed is None:
            seed = int(os.environ.get(SEED_VARIABLE) or secrets.randbits(32))
        self.seed = seed
        own = zlib.crc32(grade_id.encode())
        self.rng = np.random.default_rng([seed, own])

    def signature(
        self, function: Callable, *required: str, **optional: object
    ) -> None:
        """Check the argument names, their order, and the defaults."""
        self._callable(function)
        found = arguments.signature_problem(function, required, optional)
        if found:
            problem, got, expected = found
            name = _name(function)
            self.fail(problem, function=name, got=got, expected=expected)

    def call(
        self, function: Callable, *args: object, **kwargs: object
    ) -> Outcome:
        """Call a function (or a module) and hold what it returns."""
        __tracebackhide__ = True
        self._callable(function)
        return self._do("call", function, _name(function), args, kwargs)

    def method(
        self, answer: object, name: str, *args: object, **kwargs: object
    ) -> Outcome:
        """Call a method of a constructed object."""
        __tracebackhide__ = True
        shown = f"{_name(answer)}.{name}"
        return self._do("method", answer, shown, (name, *args), kwargs)

    def construct(
        self, answer: type, *args: object, **kwargs: object
    ) -> object:
        """Construct an object; hand what comes back to the other verbs."""
        __tracebackhide__ = True
        self._callable(answer)
        outcome = self._do("construct", answer, _name(answer), args, kwargs)
        return outcome.value

    def state(self, answer: object) -> Outcome:
        """The ``state_dict`` as name -> array."""
        return self._do("state", answer, f"{_name(answer)}.state_dict")

    def shapes(self, answer: object) -> Outcome:
        """The shapes of the parameters as name -> tuple."""
        shown = f"{_name(answer)}.named_parameters"
        return self._do("shapes", answer, shown)

    def gradients(
        self, answer: Callable, *inputs: object, dy: np.ndarray
    ) -> Outcome:
        """Gradients of ``sum(answer(*inputs) * dy)``.

        A dict: "inputs" -> list of arrays, parameter name -> array.
        """
        args = (*inputs, dy)
        return self._do(
            "gradients", answer, f"gradients of {_name(answer)}", args
        )

    def train(self, answer: object) -> None:
        """Switch a module to training mode."""
        self._do("mode", answer, f"{_name(answer)}.train", ("train",))

    def eval(self, answer: object) -> None:
        """Switch a module to evaluation mode."""
        self._do("mode", answer, f"{_name(answer)}.eval", ("eval",))

    def fail(self, problem: str, **rows: str) -> NoReturn:
        """Stop the cell with a message: the problem, rows, one hint."""
        raise CheckFailed(self._message(problem, rows))

    def passed(self) -> None:
        """Say that every check of the cell has passed; the last line of it."""
        print(f"{self.grade_id}: passed (seed {self.seed})")

    def _callable(self, function: object) -> None:
        if not callable(function):
            self.fail(
                "The tests need a function or a class here. Was its name "
                "used again for something else?",
                got=f"{type(function).__name__}: {function!r:.100}",
            )

    def _do(
        self,
        verb: str,
        answer: object,
        name: str,
        args: tuple = (),
        kwargs: dict | None = None,
    ) -> Outcome:
        __tracebackhide__ = True
        kwargs = kwargs or {}
        shown = args[1:] if verb == "method" else args
        call = call_text(name, shown if verb != "mode" else (), kwargs)
        sent, sent_kwargs = arguments.copied((args, kwargs))
        try:
            value = verbs.perform(verb, answer, sent, sent_kwargs, self.rules)
        except verbs.AnswerError as error:
            message = self._message(*_raised(call, error))
            raise CheckFailed(message) from error
        changed = arguments.change((args, kwargs), (sent, sent_kwargs))
        return Outcome(self, call, value, changed)

    def _message(self, problem: str, rows: dict[str, str]) -> str:
        footer = [f"Hint: {self.hint}"] if self.hint else []
        footer += [f"Reread: {self.reread}"] if self.reread else []
        footer.append(f"({self.grade_id}, seed {self.seed})")
        return compose(problem, rows, footer)


def _raised(call: str, error: verbs.AnswerError) -> tuple[str, dict[str, str]]:
    """The problem and the rows for an exception of the learner's code."""
    if error.kind == "ShortcutError":
        problem = (
            f"`{error.text}` does the whole job, so it is closed here. "
            "Write the steps yourself."
        )
        return problem, {"call": call}
    rows = {"call": call, "raised": str(error)}
    if error.where:
        rows["at"] = error.where
    return "The function stopped with an error.", rows


def _name(answer: object) -> str:
    return getattr(answer, "__name__", type(answer).__name__)
