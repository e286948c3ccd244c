"""A GPU that is not there, to find tensors on the wrong device.

Inside `pretend_gpu()` torch says that it has CUDA. A tensor that is sent
there is a `Cuda`: it computes on the CPU, says ``cuda:0``, and refuses what
a real one refuses: to meet a tensor of the CPU (single numbers may), to be
an index of one, to become a NumPy array.

What it cannot show: kernels and their numbers, memory, streams, autocast in
CUDA's way. A leaf's gradient is taken for one of the same device; tensors
that autograd hands to hooks look like the CPU's.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves, tree_map

DEVICE = torch.device("cuda", 0)
# May have operands of both devices: indices of the CPU, and copies.
FREE = {
    torch.Tensor.__getitem__, torch.Tensor.__setitem__,
    torch.Tensor.copy_, torch._has_compatible_shallow_copy_type,
}  # fmt: skip
ANSWERS = {
    torch.Tensor.device.__get__: DEVICE,
    torch.Tensor.is_cuda.__get__: True,
    torch.Tensor.is_cpu.__get__: False,
}
CAPTURE = "graph_capture_health_check"  # an optimizer asks the driver there
TO_NUMPY = {torch.Tensor.numpy, torch.Tensor.__array__}


class Cuda(torch.Tensor):
    """A tensor that believes it is on a GPU."""

    @classmethod
    def __torch_function__(
        cls, func: Callable, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        if func in ANSWERS:
            return ANSWERS[func]
        if func in TO_NUMPY:
            raise TypeError(
                "can't convert cuda:0 device type tensor to numpy. Use "
                "Tensor.cpu() to copy the tensor to host memory first."
            )
        if func is torch.Tensor.cpu:
            return plain(args[0])
        if func in (torch.Tensor.tolist, torch.Tensor.__repr__):
            return func(plain(args[0]))
        if func is torch.Tensor.to:
            return _move(*args, **kwargs)
        _refuse_mixture(func, args, kwargs)
        with torch._C.DisableTorchFunctionSubclass():
            found = func(*args, **_without_device(kwargs))
        return tree_map(_believe, found)


class _Factories(TorchFunctionMode):
    """``device="cuda"`` in a factory or in ``to`` makes a `Cuda`."""

    def __torch_function__(
        self, func: Callable, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is torch.Tensor.cuda:
            return _believe(plain(args[0]).clone())
        if func is torch.Tensor.to:
            return _move(*args, **kwargs)
        if _is_cuda(kwargs.get("device")):
            generator = kwargs.get("generator")
            if generator is not None:
                raise RuntimeError(
                    "Expected a 'cuda' device type for generator but found "
                    "'cpu'"
                )
            return _believe(func(*args, **_without_device(kwargs)))
        if not any(issubclass(kind, Cuda) for kind in types):
            # An index of the GPU into a tensor of the CPU is refused, too.
            _refuse_mixture(func, args, kwargs)
        return func(*args, **kwargs)


@contextmanager
def pretend_gpu() -> Iterator[None]:
    """Inside, torch says that it has one GPU, and computes on the CPU."""
    before = torch.__future__.get_overwrite_module_params_on_conversion()
    torch.__future__.set_overwrite_module_params_on_conversion(True)
    answers = {
        "is_available": True, "device_count": 1, "synchronize": None,
        "get_device_name": "a GPU that is not there",
        "get_device_capability": (8, 0), "is_bf16_supported": True,

    }  # fmt: skip
    with ExitStack() as stack:
        stack.callback(
            torch.__future__.set_overwrite_module_params_on_conversion, before
        )
        for name, answer in answers.items():
            says = mock.Mock(return_value=answer)
            stack.enter_context(mock.patch.object(torch.cuda, name, says))
        autocast = _autocast(torch.autocast)
        stack.enter_context(mock.patch.object(torch, "autocast", autocast))
        for name in (n for n in dir(torch.optim.Optimizer) if CAPTURE in n):
            stack.enter_context(
                mock.patch.object(torch.optim.Optimizer, name, mock.Mock())
            )
        stack.enter_context(_Factories())
        yield


def _autocast(real: Callable) -> Callable:
    """Autocast of the GPU, by the CPU's."""

    def autocast(device_type: str, *args: Any, **kwargs: Any) -> Any:
        return real("cpu", *args, **kwargs)

    return autocast


def plain(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor on the CPU, in the same graph."""
    with torch._C.DisableTorchFunctionSubclass():
        return tensor.as_subclass(torch.Tensor)


def _believe(value: Any) -> Any:
    if isinstance(value, torch.Tensor) and not isinstance(value, Cuda):
        with torch._C.DisableTorchFunctionSubclass():
            if value.is_leaf and value.requires_grad:
                return value.detach().as_subclass(Cuda).requires_grad_()
            return value.as_subclass(Cuda)
    return value


def _is_cuda(device: Any) -> bool:
    return device is not None and str(device).startswith("cuda")


def _without_device(kwargs: dict) -> dict:
    return {
        k: v for k, v in kwargs.items() if k != "device" or not _is_cuda(v)
    }


def _move(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
    """``Tensor.to``: the device is taken out, the rest is left to torch."""
    target = None
    rest = []
    for value in [*args, kwargs.pop("device", None)]:
        if isinstance(value, str | torch.device):
            target = value
        elif isinstance(value, torch.Tensor):
            target, rest = value.device, [*rest, value.dtype]
        elif isinstance(value, torch.dtype):
            rest.append(value)  # flags of waiting and copying say nothing
    on_gpu = isinstance(tensor, Cuda) if target is None else _is_cuda(target)
    found = plain(tensor)
    with torch._C.DisableTorchFunctionSubclass():
        if rest or kwargs:
            found = found.to(*rest, **kwargs)
    return _believe(found) if on_gpu else found


def _refuse_mixture(func: Callable, args: tuple, kwargs: dict) -> None:
    tensors = [
        x for x in tree_leaves((args, kwargs)) if isinstance(x, torch.Tensor)
    ]
    on_gpu = [isinstance(x, Cuda) for x in tensors]
    if not any(on_gpu) or all(on_gpu):
        return
    if func in FREE:
        if func is torch.Tensor.__getitem__ and not on_gpu[0]:
            raise RuntimeError(
                "indices should be either on cpu or on the same device as "
                "the indexed tensor (cpu)"
            )
        return
    if any(
        x.dim() > 0
        for x, there in zip(tensors, on_gpu, strict=True)
        if not there
    ):
        raise RuntimeError(
            "Expected all tensors to be on the same device, but found at "
            f"least two devices, cuda:0 and cpu! ({func.__name__})"
        )
