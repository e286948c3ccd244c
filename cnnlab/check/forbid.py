"""Close the shortcuts while a learner's function runs.

An exercise that asks for a convolution is not answered by `np.convolve`. The
entries of `SHORTCUTS` raise `ShortcutError` inside ``with forbidden():`` and
are as before after it, whatever happens inside. This catches habit and
haste; it is no jail (`cnnlab.grading` has one).
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType

SHORTCUTS = (
    "numpy.convolve",
    "numpy.correlate",
    "scipy.signal.*",
    "scipy.ndimage.convolve",
    "scipy.ndimage.convolve1d",
    "scipy.ndimage.correlate",
    "scipy.ndimage.correlate1d",
    "torch.nn.functional.conv1d",
    "torch.nn.functional.conv2d",
    "torch.nn.functional.unfold",
    "torch.conv1d",
    "torch.conv2d",
    "cnnlab.reference.*",
    "cnnlab.shapes.*",
    "cnnlab.check.truth.*",
    "cnnlab.check.slips.*",
)


Names = tuple[str, ...]


class ShortcutError(Exception):
    """A learner's function called what the exercise asks it to write."""


class _Gate:
    """An import hook that refuses modules which nobody has loaded yet."""

    def __init__(self, closed: frozenset[str], names: Names) -> None:
        self.closed = closed
        # torch and SciPy load parts of themselves while allowed code runs.
        self.ours = tuple(
            name.removesuffix("*")
            for name in names
            if name.startswith("cnnlab.") and name.endswith(".*")
        )

    def find_spec(self, name: str, *_: object) -> None:
        if name in self.closed or name.startswith(self.ours):
            raise ShortcutError(name)


@contextmanager
def forbidden(
    names: Names = SHORTCUTS, namespace: dict | None = None
) -> Iterator[None]:
    """Make the functions in ``names`` raise `ShortcutError` for a while.

    A name is ``module.function`` or ``module.*`` (with its submodules).
    ``namespace`` is where the learner's code looks names up: a function
    imported there earlier (``from numpy import convolve``) is closed too.
    """
    targets, unloaded = _targets(tuple(names), len(sys.modules))
    gate, closed, before = _Gate(unloaded, names), {}, []
    try:
        for table, key, refuse in targets:
            closed[id(table[key])] = refuse
            _swap(table, key, refuse, before)
        for key, value in list((namespace or {}).items()):
            if id(value) in closed:
                _swap(namespace, key, closed[id(value)], before)
        sys.meta_path.insert(0, gate)
        yield
    finally:
        if gate in sys.meta_path:
            sys.meta_path.remove(gate)
        for table, key, value in reversed(before):
            table[key] = value


@lru_cache(maxsize=8)
def _targets(
    names: Names, modules_loaded: int
) -> tuple[list[tuple[dict, str, Callable]], frozenset[str]]:
    """What to replace by what, and which imports to refuse.

    Going through all modules for each call would cost more than the call:
    the result is kept until their number changes.
    """
    targets, unloaded = [], set()
    for name in names:
        module, _, attribute = name.rpartition(".")
        if module not in sys.modules:
            unloaded.add(_unloaded(module))
        for found in _modules(module, attribute == "*"):
            targets += [
                (vars(found), key, _refusal(f"{found.__name__}.{key}"))
                for key in _functions(found, attribute)
            ]
    return targets, frozenset(unloaded)


def _unloaded(module: str) -> str:
    # torch is refused as a whole: half an import of it cannot be repeated.
    return "torch" if module.startswith("torch.") else module


def _modules(name: str, with_children: bool) -> list[ModuleType]:
    names = [name] if name in sys.modules else []
    if with_children:
        names += [key for key in sys.modules if key.startswith(name + ".")]
    return [sys.modules[key] for key in names]


def _functions(module: ModuleType, attribute: str) -> list[str]:
    if attribute != "*":
        return [attribute] if attribute in vars(module) else []
    root = module.__name__.partition(".")[0]
    return [
        key
        for key, value in vars(module).items()
        if callable(value)
        and not key.startswith("_")
        and str(getattr(value, "__module__", "")).startswith(root)
    ]


def _refusal(name: str) -> Callable:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ShortcutError(name)

    return refuse


def _swap(table: dict, key: str, value: object, before: list) -> None:
    before.append((table, key, table[key]))
    table[key] = value
