"""Run one test cell, out here against proxies, or in the box."""

import ast
import contextlib
import io
import linecache
import signal
import traceback
import warnings
from dataclasses import dataclass

from cnnlab.check import CheckFailed
from cnnlab.grading import wire
from cnnlab.grading.assignment import HIDDEN, Part
from cnnlab.grading.box import Box, BoxError
from cnnlab.grading.cells import ASYNC, plain_python
from cnnlab.grading.proxy import UnreachableError, told

SECONDS = 900  # a test cell of ours that hangs on a strange value
SILENT = "A test that is not shown to you failed."


@dataclass
class Verdict:
    """How a test cell ended; ``partial`` where it gave a number of points."""

    status: str
    message: str = ""
    output: str = ""
    partial: float | None = None


def prepare(source: str, name: str, namespace: dict) -> None:
    """Run a locked cell out here; a line that fails stops no other.

    Raises
    ------
    BoxError
        If it calls an answer, and that breaks the box.
    """
    try:
        tree = ast.parse(plain_python(source), name)
    except (SyntaxError, ValueError):
        return
    for node in tree.body:
        code = compile(ast.Module([node], []), name, "exec", ASYNC)
        with _quietly(io.StringIO()):
            try:
                exec(code, namespace)
            except BoxError:
                raise
            except Exception:
                continue


def run_outside(
    part: Part, name: str, namespace: dict, missing: list[str]
) -> Verdict:
    """Run a test cell here; the student's names in it are proxies."""
    printed = io.StringIO()
    try:
        with _alarm(), _quietly(printed):
            value = _execute(part.source, name, namespace)
    except BoxError:
        raise
    except NotImplementedError:
        verdict = Verdict("stub", "Nothing is written here yet.")
    except BaseException as error:
        verdict = Verdict("failed", explain(error, part, name, missing))
    else:
        verdict = Verdict("passed", partial=_points(value, part))
    verdict.output = wire.clip(printed.getvalue())
    return verdict


def run_inside(box: Box, part: Part, name: str) -> Verdict:
    """Run a test cell in the box, where the answer could meddle with it."""
    reply = box.ask(do="exec", source=part.source, name=name)
    if "error" not in reply:
        value = wire.unpack(reply.get("value", {"plain": None}))
        return Verdict("passed", partial=_points(value, part))
    error = told(reply["error"])
    if error.kind == "NotImplementedError":
        return Verdict("stub", "Nothing is written here yet.")
    # In there, hidden tests can be read; what comes out is not repeated.
    hidden = HIDDEN.search(part.source)
    return Verdict("failed", SILENT if hidden else str(error), " ")


def explain(
    error: BaseException, part: Part, name: str, missing: list[str]
) -> str:
    """What a student may read about a failure: no line of a hidden test."""
    if isinstance(error, CheckFailed):
        return wire.clip(str(error))
    if isinstance(error, UnreachableError):
        return f"The test could not use what your code returned: {error}."
    if isinstance(error, NameError) and error.name in missing:
        return (
            f"`{error.name}` is not defined: its cell is missing, is empty, "
            "or stopped with an error."
        )
    text = str(error).strip()
    told_as = type(error).__name__ + (f": {text}" if text else "")
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == name]
    shown = part.source.splitlines()
    hidden = hidden_lines(part.source)
    if not lines or lines[-1] in hidden or lines[-1] > len(shown):
        return wire.clip(f"{SILENT}\n{told_as}" if lines else told_as)
    return wire.clip(f"{shown[lines[-1] - 1].strip()}\n{told_as}")


def hidden_lines(source: str) -> set[int]:
    """Numbers of the lines between the marks of hidden tests, from 1."""
    found: set[int] = set()
    for match in HIDDEN.finditer(source):
        first = source.count("\n", 0, match.start()) + 1
        found |= set(range(first, first + match[0].count("\n") + 1))
    return found


@contextlib.contextmanager
def _quietly(printed: io.StringIO):
    """Warnings and whatever is printed are no failure."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("ignore")
        yield


def _execute(source: str, name: str, namespace: dict) -> object:
    """Run the cell; the value of its last line, if that has one."""
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)
    tree = ast.parse(source, name)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, name, "exec"), namespace)
    if last is not None:
        return eval(compile(last, name, "eval"), namespace)
    return None


def _points(value: object, part: Part) -> float | None:
    """A number in the last line is partial credit, as in nbgrader."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= part.points else None


@contextlib.contextmanager
def _alarm():
    """Stop a test cell that hangs; only where signals can be used."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"the test took more than {SECONDS} s")

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except (ValueError, AttributeError):  # another thread, another system
        yield
        return
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
