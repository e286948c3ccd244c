"""Slips in VGG blocks, inception modules and their costs: exercise 13.

Arguments are those of `cnnlab.check.truth.classic`.
"""

from collections.abc import Callable
from itertools import permutations

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import classic as truth
from cnnlab.check.truth._modules import State, conv, conv2d, pool, relu

Slips = dict[str, object]


@later
def stack_weights(channels: int, layers: int, kernel_size: int = 3) -> Slips:
    """Slips in the weights of a stack of layers."""
    C, L, K = channels, layers, kernel_size
    return {
        "C enters once: each filter has a slice for each of C channels": (
            L * K**2 * C
        ),
        "a kernel has K * K numbers, not K": L * K * C**2,
        "this is one layer of the stack": K**2 * C**2,
        "this is the weights of one large layer": (
            truth.large_weights(C, L, K)
        ),
        "the biases are counted": L * (K**2 * C**2 + C),
        "the kernel size is always 3": L * 9 * C**2,
    }


@later
def large_weights(channels: int, layers: int, kernel_size: int = 3) -> Slips:
    """Slips in the weights of one large layer."""
    C, L, K = channels, layers, kernel_size
    field = L * (K - 1) + 1
    return {
        "fields add up, they do not multiply": K ** (2 * L) * C**2,
        "each layer adds K - 1 to the field, not K": (L * K) ** 2 * C**2,
        "the first pixel is not counted in the field": (
            (field - 1) ** 2 * C**2
        ),
        "C enters once: each filter has a slice for each of C channels": (
            field**2 * C
        ),
        "a kernel has K * K numbers, not K": field * C**2,
        "this is the weights of the stack": L * K**2 * C**2,
        "the kernel size is always 3": (2 * L + 1) ** 2 * C**2,
    }


@later
def vgg_block(state: State, x: np.ndarray) -> Slips:
    """Slips in a VGG block."""
    depth = len(state) // 2
    layers = [f"convs.{k}" for k in range(depth)]
    plain, last, eager, bare = x, x, x, x
    for k, name in enumerate(layers):
        plain = conv(state, name, plain)
        last = conv(state, name, last)
        last = relu(last) if k < depth - 1 else last
        eager = pool(relu(conv(state, name, eager)), 2, 2)
        w, bias = state[f"{name}.weight"], state[f"{name}.bias"]
        if min(bare.shape[2:]) > 2:
            bare = relu(conv2d(bare, w, bias))
    full = x
    for name in layers:
        full = relu(conv(state, name, full))
    H, W = (n // 2 * 2 for n in x.shape[2:])
    return {
        "the ReLU after the last convolution is missing": pool(last, 2, 2),
        "there is no ReLU after the convolutions": pool(plain, 2, 2),
        "the only ReLU is at the end": relu(pool(plain, 2, 2)),
        "the border of an odd map is dropped": pool(full[..., :H, :W], 2, 2),
        "the pooling takes means": pool(full, 2, 2, how=np.mean),
        "there is no pooling": full,
        "there is a pooling after each convolution": eager,
        "the padding of the convolutions is missing": pool(bare, 2, 2),
    }


@later
def bottleneck_macs(
    in_channels: int,
    middle: int,
    out_channels: int,
    kernel_size: int,
    H: int,
    W: int,
) -> Slips:
    """Slips in the products of a bottleneck."""
    C, M, D, K = in_channels, middle, out_channels, kernel_size
    right = C * M + M * D * K**2
    return {
        "the 1x1 costs nothing here": M * D * K**2 * H * W,
        "the KxK costs nothing here": C * M * H * W,
        "this is one place of the map": right,
        "the map is square only here: the width is not used": right * H * H,
        "the map is square only here: the height is not used": right * W * W,
        "this is the direct layer": C * D * K**2 * H * W,
        "the KxK reads all maps that come in": (
            (C * M + C * D * K**2) * H * W
        ),
        "the 1x1 is counted with the kernel of the KxK": (
            (C * M + M * D) * K**2 * H * W
        ),
        "a kernel has K * K numbers, not K": (C * M + M * D * K) * H * W,
        "the parts are multiplied": C * M * M * D * K**2 * H * W,
    }


@later
def saving(
    in_channels: int, middle: int, out_channels: int, kernel_size: int
) -> Slips:
    """Slips in the factor by which a bottleneck is cheaper."""
    C, M, D, K = in_channels, middle, out_channels, kernel_size
    right = truth.saving(C, M, D, K)
    return {
        "the quotient is upside down": 1 / right,
        "the 1x1 costs nothing here": C / M,
        "the KxK costs nothing here": D * K**2 / M,
        "this is the share that is saved": 1 - 1 / right,
        "the quotient is rounded down": right // 1,
    }


@later
def inception_parameters(
    in_channels: int,
    conv1: int,
    reduce3: int,
    conv3: int,
    reduce5: int,
    conv5: int,
    project: int,
) -> Slips:
    """Slips in the parameters of an inception module."""
    C = in_channels
    row = conv1, reduce3, conv3, reduce5, conv5, project
    right = truth.inception_parameters(C, *row)
    out = conv1 + conv3 + conv5 + project
    return {
        "the biases are missing": right - sum(row),
        "the biases of the reductions are missing": right - reduce3 - reduce5,
        "the 1x1 after the pooling is missing": right - (C + 1) * project,
        "the reductions are missing": right - (C + 1) * (reduce3 + reduce5),
        "the large kernels read all maps that come in": (
            right + (C - reduce3) * conv3 * 9 + (C - reduce5) * conv5 * 25
        ),
        "the 5x5 has 3x3 kernels here": right - 16 * reduce5 * conv5,
        "these are the channels that come out": out,
    }


@later
def inception(state: State, x: np.ndarray) -> Slips:
    """Slips in an inception module."""
    padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    largest = pool(x, 3, 1, before=1)
    as_zero, means = (
        pool(padded, 3, 1, how=how)[..., :-2, :-2] for how in (np.max, np.mean)
    )
    right = _branches(state, x, largest)
    late = pool(_unit(state, "project", x), 3, 1, 1)
    found = {
        "the ReLU after the 1x1 reductions is missing": _branches(
            state, x, largest, inner=conv
        ),
        "the ReLUs of the outputs are missing": _branches(
            state, x, largest, outer=conv
        ),
        "there is no ReLU": _branches(state, x, largest, conv, conv),
        "the ReLU after the pooled branch is missing": [
            *right[:3],
            conv(state, "project", largest),
        ],
        "the 1x1 stands before the pooling": [*right[:3], late],
        "the pooling takes means": _branches(state, x, means),
        "the border of the pooling counts as 0": _branches(state, x, as_zero),
        "the pooling is left out": _branches(state, x, x),
    }
    names = "conv1", "conv3", "conv5", "project"
    for order in list(permutations(range(4)))[1:]:
        said = ", ".join(names[k] for k in order)
        sentence = f"the branches are stacked in the order {said}"
        found[sentence] = [right[k] for k in order]
    return {key: np.concatenate(maps, axis=1) for key, maps in found.items()}


def _unit(state: State, name: str, x: np.ndarray) -> np.ndarray:
    return relu(conv(state, name, x))


def _branches(
    state: State,
    x: np.ndarray,
    pooled: np.ndarray,
    inner: Callable = _unit,
    outer: Callable = _unit,
) -> list[np.ndarray]:
    """The four branches; `conv` for `_unit` leaves a ReLU out."""
    return [
        outer(state, "conv1", x),
        outer(state, "conv3", inner(state, "reduce3", x)),
        outer(state, "conv5", inner(state, "reduce5", x)),
        outer(state, "project", pooled),
    ]
