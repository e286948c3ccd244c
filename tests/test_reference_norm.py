"""NumPy norms and dropout: against torch, by gradient check, by hand."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
F = torch.nn.functional

from cnnlab.reference import dropout, norm  # noqa: E402
from cnnlab.reference.gradcheck import (  # noqa: E402
    max_relative_error,
    numerical_gradient,
)

# Issue and page promise 1e-10; sums here have at most 120 terms.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
rng = np.random.default_rng(0)
x = 2 * rng.standard_normal((3, 6, 4, 5)) + 1
gamma, beta, mean = (rng.standard_normal(6) for _ in range(3))
var = rng.uniform(0.5, 2, 6)
whole = [rng.standard_normal((6, 4, 5)) for _ in range(2)]
dy = rng.standard_normal(x.shape)

NORMS = {
    "batch": (
        (gamma, beta), norm.batch_norm, norm.batch_norm_backward,
        lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True),
    ),
    "batch, eval": (
        (gamma, beta),
        lambda x, g, b: norm.batch_norm_eval(x, g, b, mean, var),
        lambda dy, x, g: norm.batch_norm_eval_backward(dy, x, g, mean, var),
        lambda x, g, b: F.batch_norm(
            x, torch.tensor(mean), torch.tensor(var), g, b
        ),
    ),
    "layer": (
        tuple(whole), norm.layer_norm, norm.layer_norm_backward,
        lambda x, g, b: F.layer_norm(x, x.shape[1:], g, b),
    ),
    "instance": (
        (gamma, beta), norm.instance_norm, norm.instance_norm_backward,
        lambda x, g, b: F.instance_norm(x, weight=g, bias=b),
    ),
    "group": (
        (gamma, beta),
        lambda x, g, b: norm.group_norm(x, g, b, 3),
        lambda dy, x, g: norm.group_norm_backward(dy, x, g, 3),
        lambda x, g, b: F.group_norm(x, 3, g, b),
    ),
}  # fmt: skip
every_norm = pytest.mark.parametrize("name", NORMS)


@every_norm
def test_equals_torch(name):
    affine, forward, backward, twin = NORMS[name]
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, *affine)]
    y = twin(*tensors)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(
        forward(x, *affine), y.detach().numpy(), **CLOSE
    )
    found = backward(dy, x, affine[0])
    for got, tensor in zip(found, tensors, strict=True):
        np.testing.assert_allclose(got, tensor.grad.numpy(), **CLOSE)


@every_norm
def test_gradient_check(name):
    affine, forward, backward, _ = NORMS[name]
    inputs = [x, *affine]
    for k, got in enumerate(backward(dy, x, affine[0])):

        def loss(moved, k=k):
            changed = [moved if j == k else a for j, a in enumerate(inputs)]
            return float((dy * forward(*changed)).sum())

        expected = numerical_gradient(loss, inputs[k])
        # Central differences, step 1e-5: about 1e-10 and rounding
        assert max_relative_error(got, expected) < 1e-7


def test_running_statistics_equal_torch_over_three_steps():
    layer = torch.nn.BatchNorm2d(6).double()
    kept = np.zeros(6), np.ones(6)
    for step in range(3):
        batch = np.random.default_rng(step).standard_normal((4, 6, 3, 2))
        layer(torch.tensor(batch))
        kept = norm.running_statistics(batch, *kept)
    np.testing.assert_allclose(kept[0], layer.running_mean, **CLOSE)
    np.testing.assert_allclose(kept[1], layer.running_var, **CLOSE)


def test_four_norms_by_hand():
    """Two samples, two channels, two pixels: which numbers share a mean?"""
    cube = np.array([[[[0, 2]], [[10, 14]]], [[[4, 6]], [[20, 24]]]], float)
    one, zero = np.ones(2), np.zeros(2)
    instance = norm.instance_norm(cube, one, zero, eps=0)
    # Pairs (0, 2), (10, 14), ...: each becomes -1 and 1
    np.testing.assert_allclose(instance.ravel(), [-1, 1] * 4, **CLOSE)
    batch = norm.batch_norm(cube, one, zero, eps=0)
    # Channel 0: 0, 2, 4, 6 with mean 3 and variance 5
    expected = (np.array([0, 2, 4, 6]) - 3) / np.sqrt(5)
    np.testing.assert_allclose(batch[:, 0].ravel(), expected, **CLOSE)
    layer = norm.group_norm(cube, one, zero, 1, eps=0)
    # Sample 0: 0, 2, 10, 14 with mean 6.5 and variance 32.75
    expected = (np.array([0, 2, 10, 14]) - 6.5) / np.sqrt(32.75)
    np.testing.assert_allclose(layer[0].ravel(), expected, **CLOSE)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: norm.batch_norm(x[:1, :, :1, :1], gamma, beta), "one number"),
        (lambda: norm.batch_norm(x, beta[:2], beta), r"`gamma` .*\(6,\)"),
        (lambda: norm.group_norm(x, gamma, beta, 4), r"`num_groups` \(=4\)"),
        (lambda: norm.group_norm(x, gamma, beta, 0), r"`num_groups` \(=0\)"),
        (lambda: norm.layer_norm(x, gamma, beta), r"`gamma` .*\(6, 4, 5\)"),
        (lambda: norm.batch_norm_backward(dy[:1], x, gamma), r"`dy` must"),
        (lambda: norm.batch_norm(x[0], gamma, beta), r"`x` must have 4 axes"),
        (lambda: dropout.dropout_mask((2,), 1.0, rng), r"`p` \(=1.0\)"),
        (lambda: dropout.dropout_mask((2,), -0.1, rng), r"`p` \(=-0.1\)"),
        (lambda: dropout.dropout(x, x[0]), r"`mask` must have shape"),
    ],
)
def test_bad_arguments_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_dropout_keeps_the_mean_and_blocks_what_it_dropped():
    mask = dropout.dropout_mask((200, 500), 0.3, np.random.default_rng(1))
    dropped = np.isclose(mask, 0)
    # 100,000 draws: standard deviation of the share is 0.0015
    assert abs(dropped.mean() - 0.3) < 0.01
    np.testing.assert_allclose(mask[~dropped], 1 / 0.7)
    assert abs(mask.mean() - 1) < 0.02
    ones = np.ones(mask.shape)
    np.testing.assert_allclose(dropout.dropout(ones, mask), mask)
    np.testing.assert_allclose(dropout.dropout(ones, mask, False), ones)
    np.testing.assert_allclose(dropout.dropout_backward(ones, mask), mask)
