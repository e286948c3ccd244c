"""Who calls which function of torch, and on what: the log of a run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from cnnlab.shapes._calls import Call, Window, macs, window
from cnnlab.shapes._rules import follow
from cnnlab.shapes._show import across
from cnnlab.shapes._spans import Axes, Mark, Span
from cnnlab.shapes.walk import Step

Shape = tuple[int, ...]
# Layers that may have children, as weight normalization gives them.
LAYERS = (nn.modules.conv._ConvNd, nn.Linear, nn.MultiheadAttention)
ARITHMETIC = ("add", "sub", "mul", "truediv", "matmul", "pow")


@dataclass
class Draft:
    """A step in the making; a layer may call several functions."""

    name: str
    kind: str
    module: nn.Module | None = None
    shape: Shape = ()
    axes: Axes = ()
    macs: int = 0
    memory: int = 0
    window: Window | None = None
    inputs: dict[int, None] = field(default_factory=dict)
    params: set[int] = field(default_factory=set)
    storages: set[int] = field(default_factory=set)

    def finish(self, params: int) -> Step:
        spatial = [axis for axis in self.axes if axis is not None]
        marks = [m for m in Mark if m in spatial]
        size = jump = None
        sees = marks[0].value if marks else Mark.WHOLE.value
        if spatial and not marks:
            size = tuple(span.size for span in spatial)
            jump = tuple(span.jump for span in spatial)
            sees = across(size)
        return Step(
            self.name, self.kind, self.shape, params, self.macs, self.memory,
            size, jump, sees, tuple(self.inputs), self.window,
        )  # fmt: skip


class Tracer(TorchFunctionMode):
    """Sees every call of torch's functions, and which module makes it."""

    def __init__(self, x: Tensor, state: dict[str, Tensor]) -> None:
        super().__init__()
        axes = (None, None, *[Span()] * (x.dim() - 2))
        start = Draft("", "input", shape=tuple(x.shape[1:]), axes=axes)
        start.memory = 4 * x.numel()
        self.drafts = [start]
        self.made = {id(x): (0, axes)}  # tensor -> its step, its axes
        self.sources = {id(p): {id(p)} for p in state.values()}
        self.kept: list[Any] = [x]  # alive, so that no id is used twice
        self.path: list[tuple[str, nn.Module]] = []
        self.layer: Draft | None = None
        self.misfit = ""

    def enter(self, name: str, module: nn.Module) -> None:
        self.path.append((name, module))
        if self.layer is None and _is_layer(name, module):
            self.layer = Draft(name, type(module).__name__, module)

    def leave(self, module: nn.Module) -> None:
        self.path.pop()
        if self.layer is not None and self.layer.module is module:
            self.layer = None

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        before = list(_tensors((args, kwargs)))
        inputs = [
            (tuple(t.shape), self.made[id(t)][1])
            for t in before
            if id(t) in self.made
        ]
        try:
            out = func(*args, **kwargs)
        except Exception:
            self.misfit = self._blame(func, [shape for shape, _ in inputs])
            raise
        after = list(_tensors(out))
        self.kept.append((before, after))
        if after:
            self._note(_name(func), args, kwargs, before, inputs, after)
        return out

    def _note(
        self, name: str, args: tuple, kwargs: dict, before: list[Tensor],
        inputs: list[tuple[Shape, Axes]], after: list[Tensor],
    ) -> None:  # fmt: skip
        params = set().union(*(self.sources.get(id(t), ()) for t in before))
        if not inputs or name.startswith("new_") or name.endswith("_like"):
            self.sources.update({id(t): params for t in after})
            return
        draft = self.layer or Draft(self.path[-1][0], name)
        if self.drafts[-1] is not draft:
            self.drafts.append(draft)
        number = len(self.drafts) - 1
        for t in before:
            step = self.made.get(id(t), (number,))[0]
            if step != number:
                draft.inputs[step] = None
                draft.storages.add(_storage(t))
        draft.params |= params
        for t in after:
            call = Call(name, args, kwargs, inputs, tuple(t.shape))
            draft.shape, draft.axes = call.out[1:], follow(call)
            self.made[id(t)] = number, draft.axes
        draft.macs += macs(call)
        draft.window = window(call) or draft.window
        fresh = {
            s: t for t in after if (s := _storage(t)) not in draft.storages
        }
        draft.memory = 4 * sum(t.numel() for t in fresh.values())

    def _blame(self, func: Any, shapes: list[Shape]) -> str:
        name, module = self.path[-1]
        who = repr(module) if self.layer else f"{_name(func)}()"
        where = f"`{name}`, " if name else ""
        given = " and ".join(str(shape[1:]) for shape in shapes)
        return f"{where}{who}, does not take {given or 'this'}"


def _is_layer(name: str, module: nn.Module) -> bool:
    """Innermost: its functions are one row. A childless net is walked."""
    if not name and not type(module).__module__.startswith("torch.nn"):
        return False
    return isinstance(module, LAYERS) or not any(module.children())


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        yield from _tensors(tuple(value.values()))


def _storage(t: Tensor) -> int:
    return t.untyped_storage()._cdata


def _name(func: Any) -> str:
    """``__iadd__``, ``__radd__``, ``add_`` are all ``add``."""
    name = func.__name__
    if name == "__get__":
        name = func.__self__.__name__
    name = name.strip("_")
    return name[1:] if name[0] in "ir" and name[1:] in ARITHMETIC else name
