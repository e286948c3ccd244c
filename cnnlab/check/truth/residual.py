"""Residual, dense and squeeze-and-excitation blocks: exercise 14.

Blocks take the ``state_dict`` of a learner's module, without the counters of
batches, and maps ``(N, C, H, W)``. Batch norms use their running values.
"""

import numpy as np

from cnnlab.check.truth import _modules
from cnnlab.check.truth._modules import (
    Shapes,
    State,
    conv,
    norm,
    norm_shapes,
    pool,
    relu,
)
from cnnlab.check.truth.channels import count_parameters


def random_state(rng: np.random.Generator, shapes: Shapes) -> State:
    """Draw parameters, and running values for each batch norm."""
    state = _modules.random_state(rng, shapes)
    for name, shape in shapes.items():
        owner, _, kind = name.rpartition(".")
        if kind == "bias" and len(shapes[f"{owner}.weight"]) == 1:
            mean, var = rng.normal(size=shape), rng.uniform(0.5, 2, size=shape)
            state[f"{owner}.running_mean"] = mean.astype(np.float32)
            state[f"{owner}.running_var"] = var.astype(np.float32)
    return state


def passing_state(shapes: Shapes) -> State:
    """Zeros, and batch norms that pass everything on unchanged."""
    state = {}
    for name, shape in shapes.items():
        state[name] = np.zeros(shape, dtype=np.float32)
        if name.endswith("weight") and len(shape) == 1:
            owner = name.removesuffix("weight")
            state[name] += 1
            state[f"{owner}running_mean"] = np.zeros(shape, dtype=np.float32)
            # 1e-5, which is added, makes it 1.
            state[f"{owner}running_var"] = np.float32([1 - 1e-5] * shape[0])
    return state


def basic_shapes(
    in_channels: int, out_channels: int, stride: int = 1
) -> Shapes:
    """Names and shapes of the parameters of a basic block."""
    C, D = in_channels, out_channels
    shapes = {"conv1.weight": (D, C, 3, 3), **norm_shapes("bn1", D)}
    shapes |= {"conv2.weight": (D, D, 3, 3), **norm_shapes("bn2", D)}
    if C != D or stride != 1:
        shapes |= {"shortcut.0.weight": (D, C, 1, 1)}
        shapes |= norm_shapes("shortcut.1", D)
    return shapes


def basic_block(
    state: State, x: np.ndarray, stride: int = 1, kept: State | None = None
) -> np.ndarray:
    """``relu(F(x) + shortcut(x))``.

    With a ``kept``, as in training; the new running values go into it.
    """
    y = relu(norm(state, "bn1", conv(state, "conv1", x, stride), kept))
    y = norm(state, "bn2", conv(state, "conv2", y), kept)
    if "shortcut.0.weight" in state:
        wire = conv(state, "shortcut.0", x, stride)
        wire = norm(state, "shortcut.1", wire, kept)
    else:
        wire = x
    return relu(y + wire)


def wire_gradients(
    state: State, x: np.ndarray, dy: np.ndarray
) -> dict[str, object]:
    """All gradients of a block whose ``bn2`` has the scale and the shift 0.

    Then nothing comes back through the layers, and all of it by the wire.
    """
    inside = relu(norm(state, "bn1", conv(state, "conv1", x)))
    ones = state | {"bn2.weight": np.ones(len(state["bn2.weight"]))}
    x_hat = norm(ones, "bn2", conv(state, "conv2", inside))
    dx = dy * (x > 0)
    found: dict[str, object] = {
        name: np.zeros(values.shape)
        for name, values in state.items()
        if "running" not in name
    }
    found["bn2.weight"] = (dx * x_hat).sum(axis=(0, 2, 3))
    found["bn2.bias"] = dx.sum(axis=(0, 2, 3))
    return found | {"inputs": (dx,)}


def basic_weights(channels: int) -> int:
    """Weights of two 3x3 convolutions that keep the channels."""
    return 2 * count_parameters(channels, channels, (3, 3), bias=False)


def bottleneck_weights(channels: int, middle: int) -> int:
    """Weights of 1x1, 3x3 and 1x1 with ``middle`` maps between them."""
    layers = (channels, middle, 1), (middle, middle, 3), (middle, channels, 1)
    return sum(
        count_parameters(C, D, (K, K), bias=False) for C, D, K in layers
    )


def dense_shapes(in_channels: int, growth: int) -> Shapes:
    """Names and shapes of the parameters of a dense layer."""
    shapes = norm_shapes("bn", in_channels)
    return shapes | {"conv.weight": (growth, in_channels, 3, 3)}


def dense_layer(state: State, x: np.ndarray) -> np.ndarray:
    """The input, and BN-RELU-CONV of it beside it."""
    new = conv(state, "conv", relu(norm(state, "bn", x)))
    return np.concatenate([x, new], axis=1)


def dense_channels(first: int, blocks: tuple[int, ...], growth: int) -> int:
    """Channels at the end, collected layer by layer."""
    channels = first
    for k, layers in enumerate(blocks):
        if k > 0:
            channels //= 2
        for _ in range(layers):
            channels += growth
    return channels


def transition_shapes(in_channels: int) -> Shapes:
    """Names and shapes of the parameters of a transition."""
    shapes = norm_shapes("bn", in_channels)
    return shapes | {"conv.weight": (in_channels // 2, in_channels, 1, 1)}


def transition(state: State, x: np.ndarray) -> np.ndarray:
    """BN-RELU-CONV 1x1, then means of 2x2 that fit into the map."""
    y = conv(state, "conv", relu(norm(state, "bn", x)))
    H, W = (n // 2 * 2 for n in y.shape[2:])
    return pool(y[:, :, :H, :W], 2, 2, how=np.mean)


def gate_shapes(channels: int, reduction: int = 16) -> Shapes:
    """Names and shapes of the parameters of an SE block."""
    few = channels // reduction
    shapes: Shapes = {"w1.weight": (few, channels), "w1.bias": (few,)}
    return shapes | {"w2.weight": (channels, few), "w2.bias": (channels,)}


def gates(state: State, u: np.ndarray) -> np.ndarray:
    """One number between 0 and 1 for each channel of each image."""
    z = u.astype(float).mean(axis=(2, 3))
    hidden = relu(z @ state["w1.weight"].T + state["w1.bias"])
    score = hidden @ state["w2.weight"].T + state["w2.bias"]
    return 1 / (1 + np.exp(-score))


def squeeze_excitation(state: State, u: np.ndarray) -> np.ndarray:
    """Each channel of each image times its gate."""
    return gates(state, u)[:, :, None, None] * u
