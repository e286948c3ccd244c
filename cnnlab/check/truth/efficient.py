"""Separable convolution, shuffle and inverted residual: exercise 15.

``x`` is ``(N, C, H, W)``. The two modules are computed from what their
``state_dict`` holds, with the batch norm of exercise 12.
"""

from fractions import Fraction

import numpy as np

from cnnlab.check.truth import norms
from cnnlab.check.truth.conv import output_size

Shapes = dict[str, tuple[int, ...]]
State = dict[str, np.ndarray]


def places(size: tuple[int, int], stride: int) -> int:
    """Pixels of a map of ``size`` that are left with "same" padding."""
    return len(range(0, size[0], stride)) * len(range(0, size[1], stride))


def standard_macs(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    size: tuple[int, int],
    stride: int = 1,
) -> int:
    """Every output channel sees every input channel."""
    taps = kernel_size[0] * kernel_size[1]
    return places(size, stride) * taps * in_channels * out_channels


def separable_macs(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    size: tuple[int, int],
    stride: int = 1,
) -> int:
    """One channel to one channel, then a 1x1 from all to all."""
    each = standard_macs(1, 1, kernel_size, size, stride)
    mixing = places(size, stride) * in_channels * out_channels
    return in_channels * each + mixing


def cost_ratio(
    out_channels: int, kernel_size: tuple[int, int]
) -> tuple[int, int]:
    """``1 / C_out + 1 / (KH * KW)`` in lowest terms."""
    ratio = Fraction(1, out_channels)
    ratio += Fraction(1, kernel_size[0] * kernel_size[1])
    return ratio.numerator, ratio.denominator


def depthwise_conv(
    x: np.ndarray, w: np.ndarray, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Channel ``c`` under kernel ``c``; ``w`` is ``(C, 1, KH, KW)``."""
    C, _, KH, KW = w.shape
    around = (padding, padding)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), around, around])
    H_out = output_size(x.shape[2], KH, stride)
    W_out = output_size(x.shape[3], KW, stride)
    y = np.zeros((len(x), C, H_out, W_out))
    for c, u, v in np.ndindex(C, KH, KW):  # one weight and all it meets
        rows = slice(u, u + (H_out - 1) * stride + 1, stride)
        columns = slice(v, v + (W_out - 1) * stride + 1, stride)
        y[:, c] += w[c, 0, u, v] * x[:, c, rows, columns]
    return y


def pointwise_conv(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """All channels at one place; ``w`` is ``(C_out, C_in, 1, 1)``."""
    N, C_in, H, W = x.shape
    y = np.zeros((N, len(w), H, W))
    for o, c in np.ndindex(len(w), C_in):
        y[:, o] += w[o, c, 0, 0] * x[:, c]
    return y


def merged_kernel(depthwise: np.ndarray, pointwise: np.ndarray) -> np.ndarray:
    """The kernel of the standard convolution that does both steps."""
    C_out, C_in = pointwise.shape[:2]
    w = np.zeros((C_out, C_in, *depthwise.shape[2:]))
    for o, c in np.ndindex(C_out, C_in):
        w[o, c] = pointwise[o, c, 0, 0] * depthwise[c, 0]
    return w


def channel_shuffle(x: np.ndarray, groups: int) -> np.ndarray:
    """Channel ``i`` of group ``j`` goes to place ``i * groups + j``."""
    size, y = x.shape[1] // groups, np.zeros_like(x)
    for j, i in np.ndindex(groups, size):
        y[:, i * groups + j] = x[:, j * size + i]
    return y


def separable_shapes(in_channels: int, out_channels: int) -> Shapes:
    """Parameters of ``SeparableConv``."""
    return {
        "depthwise.weight": (in_channels, 1, 3, 3),
        **_norm("bn1", in_channels),
        "pointwise.weight": (out_channels, in_channels, 1, 1),
        **_norm("bn2", out_channels),
    }


def inverted_shapes(in_channels: int, out_channels: int, t: int) -> Shapes:
    """Parameters of ``InvertedResidual``."""
    wide = t * in_channels
    first = {"expand.weight": (wide, in_channels, 1, 1), **_norm("bn1", wide)}
    return {
        **(first if t > 1 else {}),
        "depthwise.weight": (wide, 1, 3, 3),
        **_norm("bn2", wide),
        "project.weight": (out_channels, wide, 1, 1),
        **_norm("bn3", out_channels),
    }


def some_state(shapes: Shapes, rng: np.random.Generator) -> State:
    """Random numbers for parameters and running statistics.

    The scales are large, so that ReLU6 has something to cut off. Each number
    is one of float32, held in float64: loaded into a module it is the same.
    """
    state = {}
    for name, shape in shapes.items():
        state[name] = rng.normal(0.5, 1.0, size=shape)
        layer, _, kind = name.rpartition(".")
        if layer.startswith("bn") and kind == "weight":
            state[name] = rng.uniform(3.0, 6.0, size=shape)
            state[f"{layer}.running_mean"] = rng.normal(size=shape)
            state[f"{layer}.running_var"] = rng.uniform(0.5, 2.0, size=shape)
    return {k: v.astype(np.float32).astype(float) for k, v in state.items()}


def separable(
    x: np.ndarray, state: State, stride: int = 1, training: bool = False
) -> np.ndarray:
    """Depthwise 3x3 and pointwise, each with batch norm and ReLU."""
    y = relu(filtered(x, state, "bn1", stride, training))
    return relu(mixed(y, state, "pointwise", "bn2", training))


def inverted(
    x: np.ndarray, state: State, stride: int = 1, training: bool = False
) -> np.ndarray:
    """Expand, filter, project without activation; add the input if it fits."""
    y = x
    if "expand.weight" in state:
        y = relu6(mixed(y, state, "expand", "bn1", training))
    y = relu6(filtered(y, state, "bn2", stride, training))
    y = mixed(y, state, "project", "bn3", training)
    return x + y if stride == 1 and x.shape[1] == y.shape[1] else y


def filtered(
    x: np.ndarray, state: State, norm: str, stride: int, training: bool
) -> np.ndarray:
    """The depthwise 3x3 with its batch norm."""
    y = depthwise_conv(x, state["depthwise.weight"], stride, 1)
    return normed(y, state, norm, training)


def mixed(
    x: np.ndarray, state: State, conv: str, norm: str, training: bool
) -> np.ndarray:
    """A 1x1 convolution with its batch norm."""
    y = pointwise_conv(x, state[f"{conv}.weight"])
    return normed(y, state, norm, training)


def normed(
    x: np.ndarray, state: State, norm: str, training: bool
) -> np.ndarray:
    """Batch norm with the parameters that the state has for it."""
    affine = state[f"{norm}.weight"], state[f"{norm}.bias"]
    if training:
        return norms.batch_norm(x, *affine)
    running = state[f"{norm}.running_mean"], state[f"{norm}.running_var"]
    return norms.batch_norm_eval(x, *affine, *running)


def relu(x: np.ndarray) -> np.ndarray:
    """Negative numbers become 0."""
    return np.where(x > 0, x, 0.0)


def relu6(x: np.ndarray) -> np.ndarray:
    """ReLU that stops at 6."""
    return np.where(x > 6, 6.0, relu(x))


def _norm(name: str, size: int) -> Shapes:
    return {f"{name}.weight": (size,), f"{name}.bias": (size,)}
