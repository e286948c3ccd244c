"""VGG blocks and inception modules, and what they cost: exercise 13.

Blocks take the ``state_dict`` of a learner's module and maps
``(N, C, H, W)``.
"""

import numpy as np

from cnnlab.check.truth._modules import (
    Shapes,
    State,
    conv,
    pool,
    random_state,
    relu,
)
from cnnlab.check.truth.channels import count_macs, count_parameters
from cnnlab.check.truth.conv import receptive_field

__all__ = [
    "bottleneck_macs",
    "inception",
    "inception_parameters",
    "inception_shapes",
    "large_weights",
    "random_state",
    "saving",
    "stack_weights",
    "vgg_block",
    "vgg_shapes",
]


def stack_weights(channels: int, layers: int, kernel_size: int = 3) -> int:
    """Weights of ``layers`` convolutions that keep the channels."""
    size = kernel_size, kernel_size
    return sum(
        count_parameters(channels, channels, size, bias=False)
        for _ in range(layers)
    )


def large_weights(channels: int, layers: int, kernel_size: int = 3) -> int:
    """Weights of the one layer that sees as much as the stack."""
    field = receptive_field([(kernel_size, 1)] * layers)
    return count_parameters(channels, channels, (field, field), bias=False)


def vgg_shapes(in_channels: int, out_channels: int, depth: int) -> Shapes:
    """Names and shapes of the parameters of a VGG block."""
    shapes = {}
    for k in range(depth):
        seen = out_channels if k else in_channels
        shapes[f"convs.{k}.weight"] = (out_channels, seen, 3, 3)
        shapes[f"convs.{k}.bias"] = (out_channels,)
    return shapes


def vgg_block(state: State, x: np.ndarray) -> np.ndarray:
    """CONV-RELU as often as there are weights, then 2x2 maxima."""
    for k in range(len(state) // 2):
        x = relu(conv(state, f"convs.{k}", x))
    return pool(x, 2, 2)


def bottleneck_macs(
    in_channels: int,
    middle: int,
    out_channels: int,
    kernel_size: int,
    H: int,
    W: int,
) -> int:
    """Products of a 1x1 to ``middle`` maps and a KxK at same size."""
    K = kernel_size
    reduce = count_macs((in_channels, H, W), middle, (1, 1))
    return reduce + count_macs(
        (middle, H + K - 1, W + K - 1), out_channels, (K, K)
    )


def saving(
    in_channels: int, middle: int, out_channels: int, kernel_size: int
) -> float:
    """MACs of the direct layer over those through ``middle`` maps."""
    size = kernel_size, kernel_size
    direct = count_macs((in_channels, *size), out_channels, size)
    return direct / bottleneck_macs(
        in_channels, middle, out_channels, kernel_size, 1, 1
    )


def inception_shapes(
    in_channels: int,
    conv1: int,
    reduce3: int,
    conv3: int,
    reduce5: int,
    conv5: int,
    project: int,
) -> Shapes:
    """Names and shapes of the parameters of an inception module."""
    layers = {
        "conv1": (conv1, in_channels, 1),
        "reduce3": (reduce3, in_channels, 1),
        "conv3": (conv3, reduce3, 3),
        "reduce5": (reduce5, in_channels, 1),
        "conv5": (conv5, reduce5, 5),
        "project": (project, in_channels, 1),
    }
    shapes: Shapes = {}
    for name, (filters, seen, K) in layers.items():
        shapes[f"{name}.weight"] = (filters, seen, K, K)
        shapes[f"{name}.bias"] = (filters,)
    return shapes


def inception_parameters(in_channels: int, *row: int) -> int:
    """Add up the sizes of all weights and biases."""
    shapes = inception_shapes(in_channels, *row)
    return sum(int(np.prod(shape)) for shape in shapes.values())


def inception(state: State, x: np.ndarray) -> np.ndarray:
    """The four branches side by side, each ending with a ReLU."""

    def unit(name: str, x: np.ndarray) -> np.ndarray:
        return relu(conv(state, name, x))

    branches = [
        unit("conv1", x),
        unit("conv3", unit("reduce3", x)),
        unit("conv5", unit("reduce5", x)),
        unit("project", pool(x, 3, 1, before=1)),
    ]
    return np.concatenate(branches, axis=1)
