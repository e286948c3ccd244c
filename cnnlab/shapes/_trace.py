"""One run of a network on tensors without data."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.parameter import is_lazy

from cnnlab.shapes._tracer import Draft, Tracer
from cnnlab.shapes.walk import Walk

Shape = tuple[int, ...]


def trace(net: nn.Module, input_shape: Shape) -> Walk:
    """See `cnnlab.shapes.walk`."""
    _check(net, input_shape)
    state = {**dict(net.named_parameters()), **dict(net.named_buffers())}
    try:
        return _run(net, input_shape, state, "meta")
    except ValueError:
        # The network may hold tensors of its own, which only real ones meet.
        device = next(iter(state.values()), torch.zeros(0)).device
        if device.type == "meta":
            raise
        return _run(net, input_shape, state, device)


def _run(
    net: nn.Module, input_shape: Shape, state: dict[str, Tensor], device: Any
) -> Walk:
    state = {name: t.detach().to(device) for name, t in state.items()}
    params = {n: state[n] for n, _ in net.named_parameters()}
    kinds = [t.dtype for t in state.values() if t.is_floating_point()]
    dtype = kinds[0] if kinds else None
    x = torch.zeros((1, *input_shape), dtype=dtype, device=device)
    tracer = Tracer(x, params)
    with torch.no_grad(), _listening(net, tracer):
        try:
            with tracer:
                functional_call(net, state, (x,))
        except Exception as error:
            message = _explain(net, tracer, tuple(input_shape), error)
            raise ValueError(message) from error
    return _collect(net, tracer.drafts, params)


def _explain(
    net: nn.Module, tracer: Tracer, input_shape: Shape, error: Exception
) -> str:
    who = tracer.misfit or f"{type(net).__name__} does not take {input_shape}"
    first = str(error).partition("\n")[0] or type(error).__name__
    text = f"{who}: {first}"
    if len(input_shape) == 4 and input_shape[0] == 1:
        text += f"; write {input_shape[1:]}, without the batch axis"
    return text


def _collect(
    net: nn.Module, drafts: list[Draft], params: dict[str, Tensor]
) -> Walk:
    left = {id(t): name for name, t in params.items()}
    sizes = {name: t.numel() for name, t in params.items()}
    steps = []
    for draft in drafts:
        own = [left.pop(p) for p in sorted(draft.params) if p in left]
        steps.append(draft.finish(sum(sizes[name] for name in own)))
    ran = sizes.keys() - left.values()
    idle: dict[str, int] = {}
    for name in left.values():
        top = _top(name, ran)
        idle[top] = idle.get(top, 0) + sizes[name]
    kinds = {name: _kind(module) for name, module in net.named_modules()}
    return Walk(tuple(steps), idle, type(net).__name__, kinds)


def _top(name: str, ran: set[str]) -> str:
    """The outermost module of ``name`` in which nothing ran."""
    parts = name.split(".")
    for k in range(1, len(parts)):
        path = ".".join(parts[:k])
        if not any(other.startswith(path + ".") for other in ran):
            return path
    return name


def _kind(module: nn.Module) -> str:
    """``3 x Bottleneck`` for a sequence of equal blocks, else the class."""
    kinds = {type(child).__name__ for child in module.children()}
    count = len(list(module.children()))
    if isinstance(module, nn.Sequential) and len(kinds) == 1 < count:
        return f"{count} x {kinds.pop()}"
    return type(module).__name__


@contextmanager
def _listening(net: nn.Module, tracer: Tracer) -> Iterator[None]:
    """Hooks on every module, test mode; afterwards all is as before."""
    modes = {module: module.training for module in net.modules()}
    handles = []
    for name, module in net.named_modules():
        handles += [
            module.register_forward_pre_hook(
                lambda module, _, name=name: tracer.enter(name, module)
            ),
            module.register_forward_hook(
                lambda module, _, y: tracer.leave(module)
            ),
        ]
    try:
        net.eval()
        yield
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes.items():
            module.training = mode


def _check(net: nn.Module, input_shape: Shape) -> None:
    if not all(isinstance(n, int) and n > 0 for n in input_shape):
        raise ValueError(
            f"`input_shape` (={input_shape!r}) must be the shape of one "
            "image, as (3, 224, 224): `walk` feeds one input"
        )
    needed = [
        p.name
        for p in inspect.signature(net.forward).parameters.values()
        if p.default is p.empty
        and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    if len(needed) > 1:
        raise ValueError(
            f"{type(net).__name__} takes {len(needed)} inputs "
            f"({', '.join(needed)}), `walk` feeds one: wrap it in a module "
            "that takes one image and makes the others from it"
        )
    lazy = [name for name, p in net.named_parameters() if is_lazy(p)]
    if lazy:
        raise ValueError(
            f"`{lazy[0]}` has no size yet: run the network once on an image"
        )
