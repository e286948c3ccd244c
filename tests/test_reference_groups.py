"""Groups of channels in NumPy convolution: against torch, and by hand."""

import numpy as np
import pytest

from cnnlab.reference.conv import (
    conv2d,
    conv2d_backward,
    conv2d_backward_loops,
    conv2d_loops,
)

# groups, C_in, C_out: two groups, depthwise, depthwise with a multiplier
CASES = [(2, 6, 4), (6, 6, 6), (3, 3, 9)]
GEOMETRY = {"stride": (2, 3), "padding": (0, 2), "dilation": (2, 1)}
# 90 products a sum at most: rounding stays far below this
CLOSE = {"rtol": 1e-11, "atol": 1e-12}


def sample(groups, C_in, C_out):
    rng = np.random.default_rng(groups)
    x = rng.standard_normal((2, C_in, 9, 7))
    w = rng.standard_normal((C_out, C_in // groups, 3, 2))
    return x, w, rng.standard_normal(C_out)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", [conv2d_loops, conv2d])
def test_forward_equals_torch(form, case):
    torch = pytest.importorskip("torch")
    arrays = sample(*case)
    expected = torch.nn.functional.conv2d(
        *map(torch.from_numpy, arrays), **GEOMETRY, groups=case[0]
    )
    got = form(*arrays, **GEOMETRY, groups=case[0])
    np.testing.assert_allclose(got, expected.numpy(), **CLOSE)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("back", [conv2d_backward_loops, conv2d_backward])
def test_backward_equals_torch(back, case):
    torch = pytest.importorskip("torch")
    arrays = sample(*case)
    tensors = [torch.from_numpy(a).requires_grad_() for a in arrays]
    y = torch.nn.functional.conv2d(*tensors, **GEOMETRY, groups=case[0])
    dy = np.random.default_rng(1).standard_normal(tuple(y.shape))
    y.backward(torch.from_numpy(dy))
    got = back(dy, *arrays[:2], **GEOMETRY, groups=case[0])
    for array, tensor in zip(got, tensors, strict=True):
        np.testing.assert_allclose(array, tensor.grad.numpy(), **CLOSE)


@pytest.mark.parametrize("form", [conv2d_loops, conv2d])
def test_depthwise_by_hand(form):
    """Each channel has its own kernel: a sum, and a difference."""
    x = np.array([[[[1.0, 2.0, 4.0]], [[1.0, 2.0, 4.0]]]])
    w = np.array([[[[1.0, 1.0]]], [[[-1.0, 1.0]]]])
    expected = [[[3.0, 6.0]], [[1.0, 2.0]]]
    np.testing.assert_allclose(form(x, w, groups=2)[0], expected, **CLOSE)


@pytest.mark.parametrize("form", [conv2d_loops, conv2d])
@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (0, r"`groups` \(=0\) must be at least 1"),
        (4, r"`in_channels` \(=6\) must be divisible by `groups` \(=4\)"),
        (3, r"`out_channels` \(=4\) must be divisible by `groups` \(=3\)"),
        (1, r"`w` expects 3 input channels, `x` has 6"),
    ],
)
def test_bad_groups_are_refused_by_name(form, groups, message):
    x, w, _ = sample(2, 6, 4)
    with pytest.raises(ValueError, match=message):
        form(x, w, groups=groups)
