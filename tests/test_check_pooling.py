"""The expected values of the exercise on pooling, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlab.check import slips
from cnnlab.check.truth import pooling

CASES = [
    ((2, 3, 7, 6), (2, 3), None),
    ((1, 2, 9, 8), (3, 2), (2, 1)),
    ((3, 1, 5, 11), (2, 4), (1, 3)),
    ((2, 2, 7, 10), (1, 2), (3, 4)),
]
KINDS = ("max", "avg")


def given(shape, whole=False):
    """Numbers without ties, or whole numbers with many."""
    rng = np.random.default_rng(sum(shape))
    if whole:
        return rng.integers(-2, 1, size=shape).astype(float)
    return rng.permutation(int(np.prod(shape))).reshape(shape) - 100.0


def of_torch(kind, x, kernel_size, stride):
    """Forward, and a function from ``dy`` to ``dx``."""
    x = torch.from_numpy(x).requires_grad_()
    y = getattr(F, f"{kind}_pool2d")(x, kernel_size, stride)

    def back(dy):
        (dx,) = torch.autograd.grad(y, x, torch.from_numpy(dy))
        return dx.numpy()

    return y.detach().numpy(), back


@pytest.mark.parametrize(("shape", "kernel_size", "stride"), CASES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("whole", [False, True])
def test_pooling_is_that_of_torch(kind, shape, kernel_size, stride, whole):
    x = given(shape, whole)
    theirs, back = of_torch(kind, x, kernel_size, stride)
    ours = getattr(pooling, f"{kind}_pool2d")(x, kernel_size, stride)
    # Sums of up to 8 numbers below 500, in float64.
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    dy = np.random.default_rng(5).normal(size=theirs.shape)
    ours = getattr(pooling, f"{kind}_pool2d_backward")(
        dy, x, kernel_size, stride
    )
    # Up to 6 windows add up in one pixel.
    np.testing.assert_allclose(ours, back(dy), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("shape", "kernel_size", "stride"), CASES[:2])
@pytest.mark.parametrize("kind", KINDS)
def test_nudged_is_the_gradient(kind, shape, kernel_size, stride):
    x = given(shape)
    theirs, back = of_torch(kind, x, kernel_size, stride)
    dy = np.random.default_rng(6).normal(size=theirs.shape)
    forward = getattr(pooling, f"{kind}_pool2d")
    ours = pooling.nudged(lambda x: forward(x, kernel_size, stride), x, dy)
    # Pooling is piecewise linear; 1e-10: differences of numbers below 500.
    np.testing.assert_allclose(ours, back(dy), rtol=0, atol=1e-10)


def test_global_average_is_the_mean():
    x = given((2, 3, 4, 7))
    np.testing.assert_allclose(  # sums of 28 numbers below 200
        pooling.global_avg_pool2d(x), x.mean(axis=(2, 3)), rtol=1e-12
    )


def test_starts_leave_out_what_sticks_out():
    assert pooling.starts(8, 3, 2).tolist() == [0, 2, 4]
    assert pooling.starts(6, 2, 3).tolist() == [0, 3]
    assert pooling.starts(2, 3, 1).tolist() == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_slip_is_the_right_answer(kind):
    """With ties, overlaps and odd shapes, each slip gives something else."""
    x = given((2, 3, 7, 10), whole=True) - 1
    stride = (2, 1)
    right = getattr(pooling, f"{kind}_pool2d")(x, (3, 4), stride)
    dy = np.random.default_rng(7).normal(size=right.shape)
    back = f"{kind}_pool2d_backward"
    for name, args in ((f"{kind}_pool2d", (x,)), (back, (dy, x))):
        args = (*args, (3, 4), stride)
        right = getattr(pooling, name)(*args)
        for words, wrong in getattr(slips.pooling, name)(*args)().items():
            same = wrong.shape == right.shape and np.allclose(wrong, right)
            assert not same, (name, words)
