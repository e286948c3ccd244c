"""The expected values of the exercise on residual blocks, against PyTorch.

Everything is float64: sums of a few hundred products near 1.
"""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab.check import slips
from cnnlab.check.truth import residual
from cnnlab.models import resnet
from cnnlab.models.densenet import (
    BLOCKS_121,
    GROWTH_121,
    Transition,
    densenet121,
)
from cnnlab.models.senet import SqueezeExcitation

ATOL = 1e-12
PARTS = ("conv1", "bn1", "conv2", "bn2")


def drawn(shapes, in_channels, H=5, W=6, seed=0):
    """A state, and maps that fit, in float64."""
    rng = np.random.default_rng(seed)
    state = residual.random_state(rng, shapes)
    state = {key: values.astype(float) for key, values in state.items()}
    return state, rng.normal(size=(2, in_channels, H, W))


def loaded(net, state, names=lambda key: key):
    """A module of `cnnlab.models` with our weights, in evaluation."""
    tensors = {names(key): torch.tensor(v) for key, v in state.items()}
    net.double().load_state_dict(tensors)
    return net.eval()


def basic(key):
    """Our name of a parameter -> that of `resnet.BasicBlock`."""
    key = key.replace("shortcut.0", "shortcut.conv")
    key = key.replace("shortcut.1", "shortcut.bn")
    return f"residual.{key}" if key.startswith(PARTS) else key


def close(ours, theirs):
    theirs = theirs.detach().numpy()
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=ATOL)


@pytest.mark.parametrize("given", [(3, 3, 1), (3, 5, 1), (4, 4, 2), (2, 3, 3)])
def test_a_basic_block_is_that_of_the_book(given):
    state, x = drawn(residual.basic_shapes(*given), given[0])
    net = loaded(resnet.BasicBlock(*given), state, basic)
    stride, x_t = given[2], torch.tensor(x)
    close(residual.basic_block(state, x, stride), net(x_t))
    kept = {}
    y = residual.basic_block(state, x, stride, kept)
    close(y, net.train()(x_t))
    running = {basic(key): value for key, value in kept.items()}
    assert len(running) == (6 if "shortcut.0.weight" in state else 4)
    for key, value in running.items():
        close(value, net.state_dict()[key])


def test_the_gradients_of_the_wire_are_those_of_torch():
    state, x = drawn(residual.basic_shapes(3, 3), 3)
    state["bn2.weight"][:] = state["bn2.bias"][:] = 0
    net = loaded(resnet.BasicBlock(3, 3), state, basic)
    dy = np.random.default_rng(1).normal(size=x.shape)
    x_t = torch.tensor(x, requires_grad=True)
    net(x_t).backward(torch.tensor(dy))
    found = residual.wire_gradients(state, x, dy)
    close(found.pop("inputs")[0], x_t.grad)
    theirs = {key: p.grad for key, p in net.named_parameters()}
    assert {basic(key) for key in found} == set(theirs)
    for key, gradient in found.items():
        close(gradient, theirs[basic(key)])


def test_a_dense_layer_is_norm_relu_convolution_beside_its_input():
    state, x = drawn(residual.dense_shapes(3, 2), 3)
    H = nn.Sequential(
        nn.BatchNorm2d(3), nn.ReLU(), nn.Conv2d(3, 2, 3, 1, 1, bias=False)
    )
    places = {"bn": "0", "conv": "2"}

    def names(key):
        owner, _, kind = key.partition(".")
        return f"{places[owner]}.{kind}"

    new = loaded(H, state, names)(torch.tensor(x))
    close(residual.dense_layer(state, x), torch.cat([torch.tensor(x), new], 1))


def test_a_transition_is_that_of_the_book():
    state, x = drawn(residual.transition_shapes(5), 5)
    net = loaded(Transition(5), state, lambda key: f"squeeze.{key}")
    close(residual.transition(state, x), net(torch.tensor(x)))


def test_gates_are_those_of_the_book():
    state, u = drawn(residual.gate_shapes(6, 2), 6)
    wide = {
        key: v[:, :, None, None] if v.ndim == 2 else v
        for key, v in state.items()
    }
    y = loaded(SqueezeExcitation(6, 2), wide)(torch.tensor(u))
    close(residual.squeeze_excitation(state, u), y)


def test_a_passing_norm_passes_on():
    state = residual.passing_state({"bn.weight": (2,), "bn.bias": (2,)})
    bn = [torch.tensor(state[f"bn.{k}"]) for k in ("weight", "bias")]
    run = [torch.tensor(state[f"bn.running_{k}"]) for k in ("mean", "var")]
    x = torch.rand(1, 2, 3, 3)
    # float32: one division and one product.
    assert torch.allclose(F.batch_norm(x, *run, *bn), x, atol=0, rtol=1e-6)


def test_counts_are_those_of_the_networks():
    with torch.device("meta"):
        basic_net = resnet.BasicBlock(16, 16)
        bottleneck = resnet.Bottleneck(32, 8)
        last = densenet121().fc.in_features
    for net, ours in (
        (basic_net, residual.basic_weights(16)),
        (bottleneck, residual.bottleneck_weights(32, 8)),
    ):
        convs = [m for m in net.modules() if isinstance(m, nn.Conv2d)]
        assert ours == sum(conv.weight.numel() for conv in convs)
    assert residual.dense_channels(64, BLOCKS_121, GROWTH_121) == last


NUMBERS = {
    "basic_weights": (7,),
    "bottleneck_weights": (12, 5),
    "dense_channels": (5, (2, 3), 4),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_no_slip_in_a_number_is_right(name):
    right = getattr(residual, name)(*NUMBERS[name])
    found = getattr(slips.residual, name)(*NUMBERS[name])()
    assert len(found) >= 4
    assert right not in found.values()


MODULES = {
    "basic_block": (residual.basic_shapes(3, 4, 2), 3, (2,)),
    "dense_layer": (residual.dense_shapes(3, 2), 3, ()),
    "transition": (residual.transition_shapes(5), 5, ()),
    "gates": (residual.gate_shapes(6, 2), 6, ()),
    "squeeze_excitation": (residual.gate_shapes(6, 2), 6, ()),
}


@pytest.mark.parametrize("name", MODULES)
def test_no_slip_in_a_module_is_right(name):
    shapes, channels, extra = MODULES[name]
    state, x = drawn(shapes, channels, 7, 5)
    right = getattr(residual, name)(state, x, *extra)
    found = getattr(slips.residual, name)(state, x, *extra)()
    assert len(found) >= 6
    for sentence, y in found.items():
        same = y.shape == right.shape and np.allclose(y, right, atol=1e-4)
        assert not same, sentence


def test_slips_in_training_are_not_the_block_in_training():
    state, x = drawn(residual.basic_shapes(3, 4, 2), 3)
    right = residual.basic_block(state, x, 2, {})
    for sentence, y in slips.residual.basic_block(state, x, 2, True)().items():
        assert not np.allclose(y, right, atol=1e-4), sentence
