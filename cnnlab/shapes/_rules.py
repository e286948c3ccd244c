"""What each function of torch does to receptive fields."""

from collections.abc import Callable
from math import prod

from cnnlab.shapes._calls import Call, each, window
from cnnlab.shapes._spans import Axes, Mark, Span, join, shift, slide


def _slide(call: Call) -> Axes:
    axes, w = call.inputs[0][1], window(call)
    n = len(w.kernel)
    if call.transposed:
        return (*axes[:-n], *[Mark.UNKNOWN] * n)
    numbers = zip(w.kernel, w.stride, w.padding, w.dilation, strict=True)
    moved = [
        slide(a, *four) for a, four in zip(axes[-n:], numbers, strict=True)
    ]
    return (*axes[:-n], *moved)


def _adaptive(call: Call) -> Axes:
    (shape, axes), n = call.inputs[0], int(call.name[-2])
    out = list(axes)
    for k in range(len(axes) - n, len(axes)):
        size, rest = divmod(shape[k], call.out[k])
        if rest:
            out[k] = Mark.UNKNOWN
        elif call.out[k] == 1 < shape[k]:
            out[k] = Mark.WHOLE
        else:
            out[k] = slide(axes[k], size, size, 0, 1)
    return tuple(out)


def _reduce(call: Call) -> Axes:
    shape, axes = call.inputs[0]
    dims = call.arg(1, "dim")
    if dims is not None and not isinstance(dims, int | tuple | list):
        return _same_place(call)  # torch.maximum written as torch.max(a, b)
    dims = range(len(axes)) if dims is None else each(dims, 1)
    gone = {d % len(axes) for d in dims}
    out = [
        Mark.WHOLE if k in gone and axis and shape[k] > 1 else axis
        for k, axis in enumerate(axes)
    ]
    if len(call.out) == len(axes):
        return tuple(out)
    return tuple(axis for k, axis in enumerate(out) if k not in gone)


def _permute(call: Call) -> Axes:
    axes = call.inputs[0][1]
    if call.name == "permute":
        dims = call.arg(1, "dims")
        dims = call.args[1:] if isinstance(dims, int) else dims
        return tuple(axes[d] for d in dims)
    a, b = call.arg(1, "dim0"), call.arg(2, "dim1")
    out = list(axes)
    out[a], out[b] = axes[b], axes[a]
    return tuple(out)


def _reshape(call: Call) -> Axes:
    """Axes that stay themselves are followed; merged ones see all."""
    shape, axes = call.inputs[0]
    out: list = []
    i = 0
    while len(out) < len(call.out):
        start, k = i, len(out)
        i, left, right = i + 1, prod(shape[i : i + 1]), call.out[k]
        k += 1
        while left != right:
            if left < right:
                left, i = left * shape[i], i + 1
            else:
                right, k = right * call.out[k], k + 1
        made, used = k - len(out), axes[start:i]
        if made == len(used) == 1:
            out += used
        else:
            mark = Mark.WHOLE if made == 1 else Mark.UNKNOWN
            out += [mark if any(used) else None] * made
    return tuple(out)


def _index(call: Call) -> Axes:
    axes, index = call.inputs[0][1], call.args[1]
    index = list(index) if isinstance(index, tuple) else [index]
    if Ellipsis in [k for k in index if k is Ellipsis]:
        place = [k is Ellipsis for k in index].index(True)
        used = sum(k is not None for k in index) - 1
        index[place : place + 1] = [slice(None)] * (len(axes) - used)
    left, out = list(axes), []
    for k in index:
        axis = None if k is None else left.pop(0)
        if isinstance(k, slice):
            axis = _cut(axis, k)
        elif isinstance(k, int):
            continue
        elif axis is not None:
            axis = Mark.UNKNOWN
        out.append(axis)
    return (*out, *left)


def _cut(axis: Span | Mark | None, part: slice) -> Span | Mark | None:
    if (part.start or 0) < 0 and axis is not None:
        return Mark.UNKNOWN
    return shift(axis, part.start or 0, part.step or 1)


def _pad(call: Call) -> Axes:
    axes, pad = list(call.inputs[0][1]), call.arg(1, "pad")
    for k, before in enumerate(pad[::2], 1):
        axes[-k] = shift(axes[-k], -before)
    return tuple(axes)


def _linear(call: Call) -> Axes:
    axes = call.inputs[0][1]
    return (*axes[:-1], Mark.WHOLE if axes[-1] else None)


def _layer_norm(call: Call) -> Axes:
    axes, n = call.inputs[0][1], len(call.arg(1, "normalized_shape"))
    return (*axes[:-n], *[Mark.WHOLE if a else None for a in axes[-n:]])


def _everywhere(call: Call) -> Axes:
    return (None, None, *[Mark.WHOLE] * (len(call.out) - 2))


def _same_place(call: Call) -> Axes:
    """One to one, with broadcasting: sums, concatenation, activations."""
    out = []
    for k in range(1, len(call.out) + 1):
        met = []
        for shape, axes in call.inputs:
            if k > len(axes) or axes[-k] is None:
                continue
            if shape[-k] == call.out[-k]:
                met.append(axes[-k])
            else:
                whole = shape[-k] == 1
                met.append(Mark.WHOLE if whole else Mark.UNKNOWN)
        out.append(join(met))
    return tuple(reversed(out))


RULES: dict[str, Callable[[Call], Axes]] = {
    **dict.fromkeys(("mean", "sum", "amax", "amin", "max", "std"), _reduce),
    **dict.fromkeys(("permute", "transpose"), _permute),
    **dict.fromkeys(
        ("view", "reshape", "flatten", "unflatten", "squeeze", "unsqueeze"),
        _reshape,
    ),
    # Their statistics are taken over the whole image, when testing too.
    **dict.fromkeys(("group_norm", "instance_norm"), _everywhere),
    **dict.fromkeys(("matmul", "bmm", "mm", "einsum"), _everywhere),
    "scaled_dot_product_attention": _everywhere,
    "multi_head_attention_forward": _everywhere,
    "getitem": _index,
    "pad": _pad,
    "linear": _linear,
    "layer_norm": _layer_norm,
}


def follow(call: Call) -> Axes:
    """The axes of what the call returns."""
    if call.name.startswith("adaptive_"):
        return _adaptive(call)
    rule = _slide if window(call) else RULES.get(call.name, _same_place)
    return rule(call)
