"""Laws, slips and truth: helpers of test cells."""

import numpy as np
import pytest

from cnnlab import check
from cnnlab.check import truth


@pytest.fixture
def t():
    return check.cell("law", seed=11)


def fails(words):
    return pytest.raises(check.CheckFailed, match=words)


def test_linear(t):
    x, y = t.rng.normal(size=(2, 3, 4))
    check.laws.linear(lambda x: t.call(lambda x: 5 * x, x), x, y)
    with fails(r"law +f\(2x - 3y\) = 2 f\(x\) - 3 f\(y\)"):
        check.laws.linear(lambda x: t.call(lambda x: x + 1, x), x, y)


def test_shift_equivariant(t):
    x = t.rng.normal(size=(6, 7))
    check.laws.shift_equivariant(
        lambda x: t.call(lambda x: x[1:] - x[:-1], x), x, (2, 1)
    )
    with fails("cutting 2 rows and 1 columns"):
        check.laws.shift_equivariant(
            lambda x: t.call(lambda x: x - x.mean(), x), x, (2, 1)
        )


def test_adjoint(t):
    A = t.rng.normal(size=(3, 5))
    x, y = t.rng.normal(size=5), t.rng.normal(size=3)
    forward = lambda x: t.call(lambda x: A @ x, x)  # noqa: E731
    check.laws.adjoint(forward, lambda y: t.call(lambda y: A.T @ y, y), x, y)
    with fails(r"sum\(f\(x\) \* y\)"):
        check.laws.adjoint(
            forward, lambda y: t.call(lambda y: 2 * A.T @ y, y), x, y
        )


def test_truth_on_values_worked_by_hand():
    x = np.array([[93, 139, 101], [26, 252, 196], [135, 240, 48]])
    w = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    np.testing.assert_array_equal(truth.conv2d(x, w), [[261.0]])
    assert truth.output_size(7, 3) == 5
    assert truth.output_size(7, 3, stride=2) == 3
    assert truth.output_size(8, 3, stride=3, padding=1) == 3
    assert truth.receptive_field([]) == 1
    assert truth.receptive_field([(3, 1), (3, 1), (3, 1)]) == 7
    assert truth.receptive_field([(3, 2), (3, 2), (3, 2)]) == 15
    assert truth.receptive_field([(3, 1, 2)]) == 5
    padded = [[0, 0, 0], [0, 7, 0], [0, 0, 0]]
    np.testing.assert_array_equal(truth.zero_pad(x[:1, :1] - 86, 1), padded)


@pytest.mark.torch
def test_truth_agrees_with_torch(t):
    torch = pytest.importorskip("torch")
    x, w = t.rng.normal(size=(9, 11)), t.rng.normal(size=(2, 4))
    for stride, padding in ((1, 0), (2, 0), (3, 2)):
        expected = torch.nn.functional.conv2d(
            torch.tensor(x)[None, None],
            torch.tensor(w)[None, None],
            torch.tensor([0.5], dtype=torch.float64),
            stride,
            padding,
        )[0, 0].numpy()
        got = truth.conv2d(x, w, 0.5, stride, padding)
        # 8 products of size 1 in double precision, in another order.
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-13)


def slip_tables(rng):
    x, w = rng.normal(size=(7, 9)), rng.normal(size=(3, 3))
    layers = [(3, 2, 2), (5, 3), (2, 1, 3)]
    yield check.slips.output_size(12, 4, 3, 4), truth.output_size(12, 4, 3, 4)
    yield check.slips.zero_pad(x, 2), truth.zero_pad(x, 2)
    yield check.slips.conv2d(x, w, 0.7, 3, 2), truth.conv2d(x, w, 0.7, 3, 2)
    yield check.slips.receptive_field(layers), truth.receptive_field(layers)


def test_slips_are_wrong_and_differ(t):
    for later, expected in slip_tables(t.rng):
        table = {key: np.asarray(value) for key, value in later().items()}
        assert len(table) >= 6
        same = [k for k, v in table.items() if np.array_equal(v, expected)]
        assert same == []


def test_a_slip_is_found_by_its_own_name(t):
    x, w = t.rng.normal(size=(7, 9)), t.rng.normal(size=(3, 3))
    expected = truth.conv2d(x, w, 0.7, 3, 2)
    later = check.slips.conv2d(x, w, 0.7, 3, 2)
    for name, value in later().items():
        with fails(name):
            t.call(lambda v=value: v).equals(expected, wrong=later)
