"""The expected values of the exercise on VGG and inception, against PyTorch.

Everything is float64: sums of a few hundred products near 1.
"""

from inspect import signature

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab.check import slips
from cnnlab.check.truth import _modules, classic
from cnnlab.models._inception import Inception, Row
from cnnlab.models.count import count_parameters
from cnnlab.models.vgg import vgg_block
from cnnlab.shapes import Conv, ledger

ATOL = 1e-12
ROW = 3, 2, 4, 1, 2, 5


def drawn(shapes, H, W, seed=0):
    """A state, and maps for its first layer, all in float64."""
    rng = np.random.default_rng(seed)
    state = classic.random_state(rng, shapes)
    seen = next(iter(shapes.values()))[1]
    state = {key: values.astype(float) for key, values in state.items()}
    return state, rng.normal(size=(2, seen, H, W))


def theirs(net, state, names, x):
    """What a network of `cnnlab.models` gives with our weights."""
    tensors = {names(key): torch.tensor(v) for key, v in state.items()}
    net.double().load_state_dict(tensors)
    return net(torch.tensor(x)).detach().numpy()


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("K", [1, 3, 5])
def test_a_convolution_is_that_of_torch(K, stride):
    state, x = drawn({"a.weight": (4, 3, K, K), "a.bias": (4,)}, 6, 7)
    w, bias = (torch.tensor(state[f"a.{key}"]) for key in ("weight", "bias"))
    for b in (bias, None):
        y = F.conv2d(torch.tensor(x), w, b, stride, K // 2).numpy()
        np.testing.assert_allclose(
            _modules.conv(state, "a", x, stride), y, rtol=0, atol=ATOL
        )
        state.pop("a.bias", None)


@pytest.mark.parametrize(("H", "W"), [(5, 7), (4, 6), (3, 2)])
def test_pooling_is_that_of_torch(H, W):
    x = np.random.default_rng(1).normal(size=(2, 3, H, W)) - 2.0
    ours = _modules.pool(x, 2, 2), _modules.pool(x, 3, 1, before=1)
    modules = nn.MaxPool2d(2, ceil_mode=True), nn.MaxPool2d(3, 1, padding=1)
    for y, module in zip(ours, modules, strict=True):
        np.testing.assert_array_equal(y, module(torch.tensor(x)).numpy())


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_vgg_block_is_that_of_the_book(depth):
    state, x = drawn(classic.vgg_shapes(3, 4, depth), 5, 6)

    def names(key):
        _, k, kind = key.split(".")
        return f"conv{int(k) + 1}.{kind}"

    y = theirs(vgg_block(3, 4, depth), state, names, x)
    ours = classic.vgg_block(state, x)
    np.testing.assert_allclose(ours, y, rtol=0, atol=ATOL)


def test_an_inception_module_is_that_of_the_book():
    state, x = drawn(classic.inception_shapes(7, *ROW), 4, 5)
    net = Inception(7, Row(*ROW))
    y = theirs(net, state, lambda key: key.replace(".", ".conv."), x)
    ours = classic.inception(state, x)
    np.testing.assert_allclose(ours, y, rtol=0, atol=ATOL)
    assert classic.inception_parameters(7, *ROW) == count_parameters(net)


def test_costs_are_those_of_the_ledger():
    stack = ledger((4, 9, 9), [Conv(4, 3, padding=1, bias=False)] * 3)
    assert classic.stack_weights(4, 3) == stack.params
    large = ledger((4, 9, 9), [Conv(4, 7, padding=3, bias=False)])
    assert classic.large_weights(4, 3) == large.params
    direct = ledger((6, 5, 7), [Conv(4, 5, padding=2)])
    through = ledger((6, 5, 7), [Conv(2, 1), Conv(4, 5, padding=2)])
    assert classic.bottleneck_macs(6, 2, 4, 5, 5, 7) == through.macs
    saved = classic.saving(6, 2, 4, 5)
    # One division of whole numbers.
    assert saved == pytest.approx(direct.macs / through.macs, rel=1e-15)


NUMBERS = {
    "stack_weights": (5, 3, 4),
    "large_weights": (5, 3, 4),
    "bottleneck_macs": (11, 3, 5, 4, 6, 7),
    "saving": (11, 3, 5, 4),
    "inception_parameters": (7, *ROW),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_no_slip_in_a_number_is_right(name):
    known = getattr(slips.classic, name)
    right = getattr(classic, name)(*NUMBERS[name])
    found = known(*NUMBERS[name])()
    assert len(found) >= 5
    assert right not in found.values()
    assert len(set(found.values())) == len(found)
    assert len(signature(known).parameters) == len(NUMBERS[name])


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("vgg_block", classic.vgg_shapes(3, 4, 2)),
        ("inception", classic.inception_shapes(7, *ROW)),
    ],
)
def test_no_slip_in_a_module_is_right(name, shapes):
    state, x = drawn(shapes, 7, 9)
    right = getattr(classic, name)(state, x)
    for sentence, y in getattr(slips.classic, name)(state, x)().items():
        same = y.shape == right.shape and np.allclose(y, right, atol=1e-4)
        assert not same, sentence
