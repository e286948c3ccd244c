"""The expected values of the exercise on channels, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlab import shapes
from cnnlab.check import slips
from cnnlab.check.truth import channels

# Images, channels, rows and columns; filters, window; stride, padding, groups.
CASES = [
    ((2, 3, 7, 9), (4, 3, 3, 2), 1, 0, 1),
    ((1, 6, 8, 5), (4, 3, 2, 3), 3, 2, 2),
    ((3, 4, 6, 7), (8, 1, 3, 3), 2, 1, 4),
    ((2, 6, 5, 4), (9, 2, 1, 4), 1, 2, 3),
]


def given(shape, filters, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=s) for s in (shape, filters, filters[0])]


@pytest.mark.parametrize(("shape", "filters", "stride", "pad", "G"), CASES)
def test_convolution_is_that_of_torch(shape, filters, stride, pad, G):
    x, w, b = given(shape, filters)
    theirs = F.conv2d(*map(torch.from_numpy, (x, w, b)), stride, pad, 1, G)
    ours = channels.conv2d(x, w, b, stride, pad, G)
    # Sums of up to 18 products of size 1, in float64.
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    ours = channels.conv2d(x, w, None, stride, pad, G)
    plain = theirs.numpy() - b[:, None, None]
    np.testing.assert_allclose(ours, plain, rtol=0, atol=1e-12)


def test_one_filter_is_a_stack_of_one():
    x, w, _ = given((1, 3, 7, 9), (1, 3, 3, 2))
    theirs = F.conv2d(torch.from_numpy(x), torch.from_numpy(w))[0, 0] - 1.5
    ours = channels.one_filter(x[0], w[0], -1.5)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_one_by_one_is_that_of_torch():
    x, w, b = given((2, 3, 4, 5), (6, 3))
    kernel = torch.from_numpy(w)[:, :, None, None]
    for bias in (b, None):
        b = None if bias is None else torch.from_numpy(bias)
        theirs = F.conv2d(torch.from_numpy(x), kernel, b)
        ours = channels.conv1x1(x, w, bias)
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("shape", "filters", "stride", "pad", "G"), CASES)
def test_counts(shape, filters, stride, pad, G, bias):
    window, C_out = filters[2:], filters[0]
    layer = nn.Conv2d(shape[1], C_out, window, stride, pad, 1, G, bias)
    counted = channels.count_parameters(shape[1], C_out, window, G, bias)
    assert counted == sum(p.numel() for p in layer.parameters())
    ours = channels.count_macs(shape[1:], C_out, window, stride, pad, G)
    ledger = shapes.ledger(
        shape[1:], [shapes.Conv(C_out, window, stride, pad, groups=G)]
    )
    assert ours == ledger.macs


def test_no_slip_is_the_right_answer():
    """On odd shapes each slip gives something else than the truth."""
    x, w, b = given((2, 6, 7, 10), (4, 3, 3, 2))
    cases = {
        "one_filter": (x[0, :3], w[0], 0.5),
        "conv2d": (x, w, b, 3, 2, 2),
        "conv1x1": (x, np.random.default_rng(1).normal(size=(4, 6)), b),
        "count_parameters": (6, 4, (3, 5), 2, True),
        "count_macs": ((6, 10, 17), 4, (3, 5), 3, 1, 2),
    }
    for name, args in cases.items():
        right = np.asarray(getattr(channels, name)(*args))
        for words, wrong in getattr(slips.channels, name)(*args)().items():
            wrong = np.asarray(wrong)
            same = wrong.shape == right.shape and np.allclose(wrong, right)
            # With a bias in the layer, counting it is right.
            assert not same or "though there is none" in words, (name, words)
