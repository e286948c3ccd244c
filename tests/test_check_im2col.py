"""The expected values of exercise 5 against torch, on odd shapes."""

import numpy as np
import pytest

from cnnlab.check import slips
from cnnlab.check.truth import im2col as truth

torch = pytest.importorskip("torch")
F = torch.nn.functional

# (x, w, stride, padding); the second leaves pixels unseen.
CASES = [
    ((2, 3, 5, 7), (4, 3, 3, 2), 1, 0),
    ((3, 1, 8, 6), (2, 1, 2, 3), 3, 0),
    ((1, 2, 4, 9), (3, 2, 4, 5), 2, 2),
    ((2, 3, 3, 4), (1, 3, 1, 2), 3, 1),
]
# float64, sums of at most 200 products of size 1
CLOSE = {"rtol": 1e-12, "atol": 1e-12}


@pytest.fixture(params=CASES, ids=str)
def layer(request):
    rng = np.random.default_rng(0)
    x_shape, w_shape, stride, padding = request.param
    x, w = rng.normal(size=x_shape), rng.normal(size=w_shape)
    return x, w, rng.normal(size=len(w)), stride, padding


def test_im2col_is_unfold(layer):
    x, w, _, stride, padding = layer
    theirs = F.unfold(
        torch.tensor(x), w.shape[2:], stride=stride, padding=padding
    )
    ours = truth.im2col(x, w.shape[2:], stride, padding)
    np.testing.assert_allclose(ours, theirs.numpy(), **CLOSE)


def test_col2im_is_fold(layer):
    x, w, _, stride, padding = layer
    rng = np.random.default_rng(1)
    size = truth.im2col(x, w.shape[2:], stride, padding).shape
    columns = rng.normal(size=size)
    theirs = F.fold(
        torch.tensor(columns),
        x.shape[2:],
        w.shape[2:],
        stride=stride,
        padding=padding,
    )
    ours = truth.col2im(columns, x.shape, w.shape[2:], stride, padding)
    np.testing.assert_allclose(ours, theirs.numpy(), **CLOSE)


def test_convolution_and_gradients_are_those_of_torch(layer):
    x, w, b, stride, padding = layer
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, w, b)]
    y = F.conv2d(*tensors, stride, padding)
    ours = truth.conv2d(x, w, b, stride, padding)
    np.testing.assert_allclose(ours, y.detach().numpy(), **CLOSE)
    dy = np.random.default_rng(2).normal(size=ours.shape)
    y.backward(torch.tensor(dy))
    gradients = truth.conv2d_backward(dy, x, w, stride, padding)
    for mine, tensor in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(mine, tensor.grad.numpy(), **CLOSE)


def test_differences_of_a_square():
    x = np.array([[1.0, -2.0], [3.0, 0.5]])
    slope = truth.differences(lambda x: float(np.sum(x**2)), x, 0.5)
    np.testing.assert_allclose(slope, 2 * x, **CLOSE)


def test_slips_are_made_for_every_case(layer):
    x, w, b, stride, padding = layer
    k, geometry = w.shape[2:], (stride, padding)
    columns = truth.im2col(x, k, *geometry)
    dy = truth.conv2d(x, w, b, *geometry)
    for made in (
        slips.im2col.im2col(x, k, *geometry),
        slips.im2col.col2im(columns, x.shape, k, *geometry),
        slips.im2col.conv2d(x, w, b, *geometry),
        slips.im2col.weight_gradient(dy, x, k, *geometry),
        slips.im2col.input_gradient(dy, w, x.shape, *geometry),
    ):
        assert len(made()) >= 5
