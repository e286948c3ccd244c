"""What stands on the boxes of a block diagram."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab.shapes import Step

WORDS = {
    "conv": "{k} conv, {C}",
    "depthwise": "{k} depthwise, {C}",
    "conv_transpose": "{k} transposed conv, {C}",
    "max_pool": "{k} max pool",
    "avg_pool": "{k} average pool",
    "stride": ", /{stride}",
    "groups": ", {groups} groups",
    "global_average": "global average",
    "global_max": "global max",
    "adaptive_average": "average pool to {k}",
    "adaptive_max": "max pool to {k}",
    "times": "{n} times: {label}",
    "folded": "{n} \N{MULTIPLICATION SIGN}",
    "linear": "linear, {C}",
    "add": "+",
    "mul": "\N{MULTIPLICATION SIGN}",
    "cat": "concat, {C}",
    "split": "split",
    "shuffle": "channel shuffle",
    "input": "input {shape}",
    "output": "output {shape}",
    "stage": "{name}: {kind}",
    "diagram": "Diagram of {title}, from {first} to {last}.",
    "from": "({number}) {label}, from {sources}.",
    "and": " and ",
    "the input": "the input",
}
# Signs that a screen reader would not say.
READ = {"+": "sum", "\N{MULTIPLICATION SIGN}": "product"}
# Bars that stick to the box before or after them.
THIN = {
    "BatchNorm1d": "BN", "BatchNorm2d": "BN", "batch_norm": "BN",
    "ReLU": "ReLU", "relu": "ReLU", "ReLU6": "ReLU6", "relu6": "ReLU6",
    "Sigmoid": "sigmoid", "sigmoid": "sigmoid", "Tanh": "tanh",
    "tanh": "tanh", "SiLU": "SiLU", "silu": "SiLU", "GELU": "GELU",
    "gelu": "GELU", "Hardswish": "h-swish", "Hardsigmoid": "h-sigmoid",
    "LocalResponseNorm": "LRN", "GroupNorm": "GN", "LayerNorm": "LN",
    "Dropout": "dropout", "dropout": "dropout", "Flatten": "flatten",
    "flatten": "flatten", "Softmax": "softmax", "softmax": "softmax",
}  # fmt: skip
NORMS = {"BN", "LRN", "GN", "LN"}
# They change how numbers are stored, not what is computed.
SILENT = {"contiguous", "clone", "expand", "expand_as", "Identity"}
RESHAPES = {
    "view", "reshape", "squeeze", "unsqueeze", "flatten", "Flatten",
}  # fmt: skip
SPLITS = {"chunk", "split", "getitem", "tensor_split", "unbind"}
NODES = {"add", "mul", "cat", "split", "input", "output"}


@dataclass(frozen=True)
class Bar:
    """One line of a box; ``kind`` says how it is coloured."""

    kind: str
    label: str


def bar_of(steps: Sequence[Step], number: int, named: bool) -> Bar:
    step = steps[number]
    C, kind = step.shape[0], step.kind
    plain = kind.lower().replace("_", "")
    if kind in THIN:
        label = THIN[kind]
        return Bar("norm" if label in NORMS else "act", label)
    if kind in RESHAPES:
        return Bar("act", THIN["flatten"])
    if kind == "input":
        return Bar(kind, WORDS[kind].format(shape=sizes(step.shape)))
    if kind in SPLITS:
        return Bar("split", WORDS["split"])
    if kind in NODES:
        return Bar(kind, WORDS[kind].format(C=C))
    if step.window is not None:
        return _sliding(step, plain)
    if kind == "mean" or plain.startswith("adaptive"):
        return Bar("pool", _pooled(step.shape, plain))
    if plain == "linear":
        return Bar("linear", WORDS["linear"].format(C=C))
    if plain == "channelshuffle" or (
        kind in ("transpose", "permute") and len(step.shape) == 4
    ):
        return Bar("shuffle", WORDS["shuffle"])
    kind = kind.replace(" x ", " \N{MULTIPLICATION SIGN} ")
    label = WORDS["stage"].format(name=step.name, kind=kind)
    return Bar("other", label if named and step.name else kind)


def _pooled(shape: Sequence[int], plain: str) -> str:
    word = "max" if "max" in plain else "average"
    if max(shape[1:], default=1) > 1:
        return WORDS["adaptive_" + word].format(k=sizes(shape[1:]))
    return WORDS["global_" + word]


def _sliding(step: Step, plain: str) -> Bar:
    """``3x3 conv, 64, /2, 32 groups``."""
    w = step.window
    if plain.startswith("conv"):
        kind, word = "conv", "conv"
        if w.groups > 1:
            word = "depthwise" if w.groups == w.in_channels else "conv"
        if "transpose" in plain:
            word = "conv_transpose"
    else:
        kind, word = "pool", "max_pool" if "max" in plain else "avg_pool"
    label = WORDS[word].format(k=sizes(w.kernel), C=step.shape[0])
    if max(w.stride) > 1:
        label += WORDS["stride"].format(stride=max(w.stride))
    if w.groups > 1 and word != "depthwise":
        label += WORDS["groups"].format(groups=w.groups)
    return Bar(kind, label)


def sizes(shape: Sequence[int]) -> str:
    """``(64, 56, 56)`` as it is read: 64, a cross, 56, a cross, 56."""
    return "\N{MULTIPLICATION SIGN}".join(map(str, shape))
