"""Slips in residual, dense and squeeze-and-excitation blocks: exercise 14.

Arguments are those of `cnnlab.check.truth.residual`.
"""

from collections.abc import Callable

import numpy as np

from cnnlab.check.slips._later import later
from cnnlab.check.truth import residual as truth
from cnnlab.check.truth._modules import State, conv, norm, pool, relu

Slips = dict[str, object]


@later
def basic_block(
    state: State, x: np.ndarray, stride: int = 1, training: bool = False
) -> Slips:
    """Slips in a basic block, in evaluation or in training."""
    kept: State | None = {} if training else None
    F, wire = _parts(state, x, (stride, 1), kept=kept)
    late, _ = _parts(state, x, (1, stride), kept=kept)
    linear, _ = _parts(state, x, (stride, 1), act=lambda y: y, kept=kept)
    first_again, _ = _parts(state, x, (stride, 1), kept=kept, last="bn1")
    other_mode, their_wire = _parts(
        state, x, (stride, 1), kept=None if training else {}
    )
    mode = (
        "the norms use their running values, not the batch"
        if training
        else "the norms use the batch, not their running values"
    )
    found = {
        "the ReLU stands before the sum": relu(F) + wire,
        "the ReLU after the sum is missing": F + wire,
        "there is a ReLU before the sum as well": relu(relu(F) + wire),
        "the shortcut is missing: this is a plain block": relu(F),
        "the block only passes its input on": relu(wire),
        "the ReLU between the convolutions is missing": relu(linear + wire),
        "the layers are subtracted": relu(wire - F),
        "bn1 is used twice, and bn2 never": relu(first_again + wire),
        mode: relu(other_mode + their_wire),
    }
    if stride > 1:
        sentence = "the stride is in the second convolution"
        found[sentence] = relu(late + wire)
    if "shortcut.0.weight" in state:
        bare = conv(state, "shortcut.0", x, stride)
        found["the shortcut's batch norm is not used"] = relu(F + bare)
    return found


@later
def basic_weights(channels: int) -> Slips:
    """Slips in the weights of a basic block."""
    C = channels
    return {
        "this is one of the two convolutions": 9 * C**2,
        "the biases are counted": 2 * (9 * C**2 + C),
        "a kernel has 3 * 3 numbers, not 3": 6 * C**2,
        "C enters once: each filter has a slice for each of C channels": (
            18 * C
        ),
    }


@later
def bottleneck_weights(channels: int, middle: int) -> Slips:
    """Slips in the weights of a bottleneck."""
    C, M = channels, middle
    return {
        "the last 1x1 is missing": C * M + 9 * M**2,
        "the 1x1 layers are missing": 9 * M**2,
        "the 3x3 is missing": 2 * C * M,
        "the 3x3 reads all channels": 2 * C * M + 9 * C * M,
        "the 1x1 layers are counted with 3x3 kernels": 18 * C * M + 9 * M**2,
        "the biases are counted": 2 * C * M + 9 * M**2 + 2 * M + C,
        "the middle is always a quarter": 2 * C * (C // 4) + 9 * (C // 4) ** 2,
    }


@later
def dense_layer(state: State, x: np.ndarray) -> Slips:
    """Slips in a dense layer."""
    right = truth.dense_layer(state, x)
    old, new = right[:, : x.shape[1]], right[:, x.shape[1] :]
    normed = norm(state, "bn", x)
    made = {
        "the ReLU stands before the batch norm": norm(state, "bn", relu(x)),
        "the ReLU is missing": normed,
        "the batch norm is not used": relu(x),
        "the norm uses the batch, not its running values": relu(
            norm(state, "bn", x, {})
        ),
    }
    found = {
        key: np.concatenate([x, conv(state, "conv", y)], axis=1)
        for key, y in made.items()
    }
    normed_x = np.concatenate([relu(normed), new], axis=1)
    return found | {
        "the new maps stand in front of the old ones": np.concatenate(
            [new, old], axis=1
        ),
        "only the new maps come out": new,
        "there is a ReLU behind the convolution": np.concatenate(
            [old, relu(new)], axis=1
        ),
        "the old maps are not handed on as they were": normed_x,
    }


@later
def dense_channels(first: int, blocks: tuple[int, ...], growth: int) -> Slips:
    """Slips in the channels of a network of dense blocks."""
    once, doubled = first, first
    for k, layers in enumerate(blocks):
        once = (once // 2 if k else once) + growth
        doubled = (doubled // 2 if k else doubled) + layers * doubled
    right = truth.dense_channels(first, blocks, growth)
    return {
        "there is a transition after the last block": right // 2,
        "the transitions do not halve": first + growth * sum(blocks),
        "each block adds the growth only once": once,
        "each layer adds as many maps as the block reads": doubled,
        "the first channels are missing": truth.dense_channels(
            0, blocks, growth
        ),
    }


@later
def transition(state: State, x: np.ndarray) -> Slips:
    """Slips in a transition."""

    def rest(y: np.ndarray, how: Callable = np.mean) -> np.ndarray:
        y = conv(state, "conv", y)
        H, W = (n // 2 * 2 for n in y.shape[2:])
        return pool(y[:, :, :H, :W], 2, 2, how=how)

    normed = norm(state, "bn", x)
    full = conv(state, "conv", relu(normed))
    return {
        "the pooling takes the largest number": rest(relu(normed), np.max),
        "the border of an odd map is kept": pool(full, 2, 2, how=np.mean),
        "there is no pooling": full,
        "the ReLU is missing": rest(normed),
        "the ReLU stands before the batch norm": rest(
            norm(state, "bn", relu(x))
        ),
        "the batch norm is not used": rest(relu(x)),
        "the norm uses the batch, not its running values": rest(
            relu(norm(state, "bn", x, {}))
        ),
    }


@later
def gates(state: State, u: np.ndarray) -> Slips:
    """Slips in the gates of an SE block, ``(N, C)``."""
    z = u.astype(float).mean(axis=(2, 3))
    score = _score(state, z)
    peaks = np.exp(score - score.max(axis=1, keepdims=True))
    together = z.mean(axis=0)
    return {
        "a softmax makes the channels compete": (
            peaks / peaks.sum(axis=1, keepdims=True)
        ),
        "the sigmoid is missing": score,
        "the ReLU between w1 and w2 is missing": _sigmoid(
            _score(state, z, lambda y: y)
        ),
        "a sigmoid stands where the ReLU belongs": _sigmoid(
            _score(state, z, _sigmoid)
        ),
        "a ReLU stands where the sigmoid belongs": relu(score),
        "the squeeze takes the largest number": _sigmoid(
            _score(state, u.max(axis=(2, 3)))
        ),
        "the squeeze takes the sum": _sigmoid(
            _score(state, u.astype(float).sum(axis=(2, 3)))
        ),
        "all images share one set of gates": _sigmoid(
            np.broadcast_to(_score(state, together), score.shape)
        ),
        "the squeeze averages the images too: one row of gates": _sigmoid(
            _score(state, together[None])
        ),
        "the squeeze averages the images too": _sigmoid(
            _score(state, together)
        ),
    }


@later
def squeeze_excitation(state: State, u: np.ndarray) -> Slips:
    """Slips in the output of an SE block."""
    s = truth.gates(state, u)[:, :, None, None]
    return {
        "the gates are added": s + u,
        "these are the gates alone": np.broadcast_to(s, u.shape),
        "the input is added again": u + s * u,
        "the input is handed on as it was": u,
        "the means are weighed, not the maps": s
        * np.broadcast_to(u.mean(axis=(2, 3), keepdims=True), u.shape),
        "the gates of another image are used": s[::-1] * u,
    }


def _parts(
    state: State,
    x: np.ndarray,
    strides: tuple[int, int],
    act: Callable = relu,
    kept: State | None = None,
    last: str = "bn2",
) -> tuple[np.ndarray, np.ndarray]:
    """``F(x)``, ended by the norm ``last``, and what comes by the wire."""
    y = act(norm(state, "bn1", conv(state, "conv1", x, strides[0]), kept))
    y = norm(state, last, conv(state, "conv2", y, strides[1]), kept)
    if "shortcut.0.weight" not in state:
        return y, x
    wire = conv(state, "shortcut.0", x, max(strides))
    return y, norm(state, "shortcut.1", wire, kept)


def _score(state: State, z: np.ndarray, act: Callable = relu) -> np.ndarray:
    hidden = act(z @ state["w1.weight"].T + state["w1.bias"])
    return hidden @ state["w2.weight"].T + state["w2.bias"]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
