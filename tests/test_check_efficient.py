"""The expected values of the exercise on cheap blocks, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab import models
from cnnlab.check import slips
from cnnlab.check.truth import efficient
from cnnlab.models.mobilenet import DepthwiseSeparable
from cnnlab.models.mobilenet2 import InvertedResidual
from cnnlab.models.shufflenet import channel_shuffle

ATOL = 1e-12  # sums of up to 30 products near 1, in float64
# In, out channels and stride; then t for the inverted residual.
BLOCKS = [(3, 5, 1, 4), (4, 4, 1, 3), (4, 4, 2, 2), (2, 3, 3, 1), (3, 3, 1, 1)]


def rng():
    return np.random.default_rng(15)


def close(ours, theirs, atol=ATOL):
    theirs = np.asarray(
        theirs.detach() if hasattr(theirs, "detach") else theirs
    )
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=atol)


@pytest.mark.parametrize("window", [(3, 3), (5, 1), (1, 7)])
@pytest.mark.parametrize(("C_in", "C_out", "stride"), [(4, 6, 1), (5, 3, 3)])
def test_costs_are_counted(window, C_in, C_out, stride):
    size = (7, 10)
    pad = tuple(k // 2 for k in window)
    given = {"stride": stride, "padding": pad, "bias": False}
    full = nn.Conv2d(C_in, C_out, window, **given)
    cheap = nn.Sequential(
        nn.Conv2d(C_in, C_in, window, groups=C_in, **given),
        nn.Conv2d(C_in, C_out, 1, bias=False),
    )
    args = (C_in, C_out, window, size, stride)
    ours = efficient.standard_macs(*args), efficient.separable_macs(*args)
    theirs = [models.count_macs(net, (C_in, *size)) for net in (full, cheap)]
    assert list(ours) == theirs
    up, down = efficient.cost_ratio(C_out, window)
    assert up * ours[0] == down * ours[1]
    assert np.gcd(up, down) == 1


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 2)])
def test_depthwise_pointwise_and_merged(stride, padding):
    x, d = rng().normal(size=(2, 3, 7, 9)), rng().normal(size=(3, 1, 3, 2))
    p = rng().normal(size=(5, 3, 1, 1))
    tx, td, tp = map(torch.from_numpy, (x, d, p))
    theirs = F.conv2d(tx, td, None, stride, padding, groups=3)
    y = efficient.depthwise_conv(x, d, stride, padding)
    close(y, theirs)
    y = efficient.pointwise_conv(y, p)
    close(y, F.conv2d(theirs, tp))
    w = torch.from_numpy(efficient.merged_kernel(d, p))
    close(y, F.conv2d(tx, w, None, stride, padding))


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 6, 12])
def test_the_shuffle_is_that_of_the_book(groups):
    x = rng().normal(size=(2, 12, 3, 2))
    y = efficient.channel_shuffle(x, groups)
    close(y, channel_shuffle(torch.from_numpy(x), groups), atol=0)
    close(efficient.channel_shuffle(y, 12 // groups), x, atol=0)


def renamed(block):
    """The block's state under the names of the exercise."""
    names = [n for n, _ in block.named_children() if getattr(block, n)]
    names = [n for n in names if n in ("expand", "depthwise", "pointwise",
                                       "project")]  # fmt: skip
    skipped = len(names) == 2 and "project" in names  # t = 1: no bn1
    state = {}
    for k, name in enumerate(names, start=1 + skipped):
        part = getattr(block, name)
        state[f"{name}.weight"] = part.conv.weight
        for key, value in part.bn.state_dict().items():
            state[f"bn{k}.{key}"] = value
    return state


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize(("C_in", "C_out", "stride", "t"), BLOCKS)
def test_blocks_are_those_of_the_book(C_in, C_out, stride, t, training):
    x = rng().normal(1.0, 2.0, size=(2, C_in, 5, 7))
    pairs = [
        (
            DepthwiseSeparable(C_in, C_out, stride),
            efficient.separable_shapes(C_in, C_out),
            efficient.separable,
        ),
        (
            InvertedResidual(C_in, C_out, stride, t),
            efficient.inverted_shapes(C_in, C_out, t),
            efficient.inverted,
        ),
    ]
    for block, shapes, truth in pairs:
        block = block.double().train(training)
        named = renamed(block)
        learned = {
            k: tuple(v.shape)
            for k, v in named.items()
            if "running" not in k and "num" not in k
        }
        assert learned == shapes
        state = efficient.some_state(shapes, rng())
        for key, value in state.items():
            named[key].data.copy_(torch.from_numpy(value))
        y = block(torch.from_numpy(x))
        close(truth(x, state, stride, training), y, atol=1e-10)


def cases():
    x = rng().normal(1.0, 2.0, size=(2, 4, 5, 7))
    d, p = rng().normal(size=(4, 1, 3, 2)), rng().normal(size=(5, 4, 1, 1))
    yield "standard_macs", (4, 6, (3, 3), (5, 7), 2)
    yield "separable_macs", (4, 6, (3, 3), (5, 7), 3)
    yield "depthwise_conv", (x, d, 3, 2)
    yield "pointwise_conv", (x, p)
    yield "pointwise_conv", (x, p[:4])
    yield "merged_kernel", (d, p)
    yield "channel_shuffle", (rng().normal(size=(2, 12, 3, 2)), 3)
    for C_in, C_out, stride, t in BLOCKS:
        x = rng().normal(1.0, 2.0, size=(2, C_in, 5, 7))
        shapes = efficient.separable_shapes(C_in, C_out)
        state = efficient.some_state(shapes, rng())
        yield "separable", (x, state, stride, True)
        shapes = efficient.inverted_shapes(C_in, C_out, t)
        state = efficient.some_state(shapes, rng())
        yield "inverted", (x, state, stride)


@pytest.mark.parametrize(("name", "args"), list(cases()))
def test_no_slip_is_right(name, args):
    """A slip equal to the answer would blame a right result."""
    right = getattr(efficient, name)(*args)
    found = getattr(slips.efficient, name)(*args)
    found = found() if callable(found) else found
    assert found
    for words, wrong in found.items():
        t_is_1 = name == "inverted" and "expand.weight" not in args[1]
        if t_is_1 and "after expand" in words:
            continue  # nothing is expanded
        assert np.shape(wrong) != np.shape(right) or not np.allclose(
            wrong, right, rtol=1e-3
        ), words
