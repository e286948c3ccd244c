"""The expected values of exercise 8 against torch, on odd shapes."""

import numpy as np
import pytest

from cnnlab.check import slips
from cnnlab.check.truth import transposed as truth

torch = pytest.importorskip("torch")
F = torch.nn.functional

# float64, sums of at most 100 products of size 1
CLOSE = {"rtol": 1e-12, "atol": 1e-12}


def tensor(array, *axes):
    return torch.tensor(array.reshape(*axes, *array.shape))


@pytest.mark.parametrize("stride", [1, 2, 3, 6])
@pytest.mark.parametrize(("n", "K"), [(5, 4), (2, 1), (3, 7)])
def test_a_row_and_its_matrix(n, K, stride):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=n), rng.normal(size=K)
    y = truth.conv_transpose1d(x, w, stride)
    theirs = F.conv_transpose1d(
        tensor(x, 1, 1), tensor(w, 1, 1), stride=stride
    )
    np.testing.assert_allclose(y, theirs[0, 0].numpy(), **CLOSE)
    A = truth.conv_matrix(w, len(y), stride)
    np.testing.assert_allclose(A.T @ x, y, **CLOSE)
    long = rng.normal(size=len(y) + stride - 1)
    theirs = F.conv1d(tensor(long, 1, 1), tensor(w, 1, 1), stride=stride)
    ours = truth.conv_matrix(w, len(long), stride) @ long
    np.testing.assert_allclose(ours, theirs[0, 0].numpy(), **CLOSE)


@pytest.mark.parametrize(
    ("stride", "padding", "extra"),
    [(1, 0, 0), (2, 1, 1), (3, 0, 2), (3, 2, 1), (4, 1, 3)],
)
def test_an_image(stride, padding, extra):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(3, 4, 3)), rng.normal(size=(3, 2, 5, 6))
    ours = truth.conv_transpose2d(x, w, stride, padding, extra)
    theirs = F.conv_transpose2d(
        tensor(x, 1), tensor(w), None, stride, padding, extra
    )
    np.testing.assert_allclose(ours, theirs[0].numpy(), **CLOSE)
    size = truth.transposed_size(4, 5, stride, padding, extra)
    assert size == theirs.shape[2]
    made = slips.transposed.conv_transpose2d(x, w, stride, padding, extra)
    assert len(made()) >= 5


@pytest.mark.parametrize(("n", "K", "stride"), [(6, 5, 2), (4, 2, 3)])
def test_counts_are_stamps_of_ones(n, K, stride):
    ours = truth.overlap_counts(n, K, stride)
    ones = truth.conv_transpose1d(np.ones(n), np.ones(K), stride)
    np.testing.assert_allclose(ours, ones, **CLOSE)
    assert ours.dtype.kind == "i"


def test_slips_are_made():
    x, w = np.arange(4.0), np.array([1.0, 3.0, 2.0])
    assert len(slips.transposed.conv_transpose1d(x, w, 3)()) >= 5
    assert len(slips.transposed.conv_matrix(w, 8, 3)()) >= 4
    assert len(slips.transposed.transposed_size(6, 4, 3, 1, 1)()) >= 5
    assert len(slips.transposed.overlap_counts(6, 4, 3)()) >= 4
