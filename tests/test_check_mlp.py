"""The expected values of exercise 1 against torch, on odd shapes."""

import numpy as np
import pytest

from cnnlab.check import slips
from cnnlab.check.truth import mlp as truth

torch = pytest.importorskip("torch")
F = torch.nn.functional

# float64, sums of at most 7 exponentials of logits near 1
CLOSE = {"rtol": 1e-13, "atol": 1e-13}


@pytest.fixture(params=[(1, 2), (5, 3), (4, 7)], ids=str)
def batch(request):
    rng = np.random.default_rng(0)
    N, C = request.param
    return rng.normal(size=(N, C)), rng.integers(0, C, size=N)


@pytest.mark.parametrize("shape", [(1, 5, 7), (4, 3, 2, 5), (2, 1, 6)])
def test_flatten_is_that_of_torch(shape):
    x = np.random.default_rng(0).integers(0, 256, size=shape)
    theirs = torch.flatten(torch.tensor(x), start_dim=1).numpy()
    np.testing.assert_array_equal(truth.flatten(x), theirs)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [[7, 10], [4, 3, 2], [9, 8, 8, 5]])
def test_count_is_that_of_torch(sizes, bias):
    layers = [
        torch.nn.Linear(m, n, bias=bias)
        for m, n in zip(sizes, sizes[1:], strict=False)
    ]
    theirs = sum(p.numel() for layer in layers for p in layer.parameters())
    assert truth.count_parameters(sizes, bias) == theirs


def test_softmax_is_that_of_torch(batch):
    z, _ = batch
    theirs = torch.softmax(torch.tensor(z), dim=1).numpy()
    np.testing.assert_allclose(truth.softmax(z), theirs, **CLOSE)


def test_loss_and_gradient_are_those_of_torch(batch):
    z, y = batch
    theirs = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(theirs, torch.tensor(y))
    loss.backward()
    ours = truth.cross_entropy_gradient(z, y)
    np.testing.assert_allclose(truth.cross_entropy(z, y), loss.item(), **CLOSE)
    np.testing.assert_allclose(ours, theirs.grad.numpy(), **CLOSE)


def test_large_logits_stay_finite():
    z = np.array([[0.0, 3000.0, 1.0], [-1000.0, -1001.0, -1002.0]])
    y = np.array([2, 0])
    theirs = F.cross_entropy(torch.tensor(z), torch.tensor(y)).item()
    p = torch.softmax(torch.tensor(z), dim=1).numpy()
    np.testing.assert_allclose(truth.softmax(z), p, **CLOSE)
    np.testing.assert_allclose(truth.cross_entropy(z, y), theirs, **CLOSE)


def differ(known, right):
    """Every slip but the one of a tiny number gives another answer."""
    for name, wrong in known().items():
        if "tiny number" not in name:
            same = np.shape(wrong) == np.shape(right)
            assert not (same and np.allclose(wrong, right)), name


def test_no_slip_is_right():
    rng = np.random.default_rng(0)
    images = rng.normal(size=(4, 3, 2, 5))
    z, y = rng.normal(size=(5, 4)), np.array([1, 0, 3, 2, 2])
    large, first = (
        np.array([[1000.0, 1001.0], [0.0, -900.0]]),
        np.array([0, 1]),
    )
    for name, *given in (
        ("flatten", images),
        ("flatten", images[:1, 0]),
        ("count_parameters", [4, 3, 2]),
        ("count_parameters", [4, 3, 2], False),
        ("softmax", z),
        ("cross_entropy", z, y),
        ("cross_entropy_gradient", z, y),
    ):
        right = getattr(truth, name)(*given)
        differ(getattr(slips.mlp, name)(*given), right)
    differ(slips.mlp.softmax_large(large), truth.softmax(large))
    right = truth.cross_entropy(large, first)
    differ(slips.mlp.cross_entropy_large(large, first), right)
