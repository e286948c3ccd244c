"""The expected values of the exercise on norms, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlab.check import slips
from cnnlab.check.truth import norms

SHAPES = [(2, 3, 4, 5), (3, 6, 2, 3), (1, 4, 5, 4)]
ATOL = 1e-12  # sums of up to 60 numbers near 1, in float64


def given(shape):
    """``x, dy, gamma, beta``, and running values that are not its own."""
    rng = np.random.default_rng(sum(shape))
    x, dy = rng.normal(1.0, 2.0, size=(2, *shape))
    gamma, beta, mean = rng.normal(1.0, 1.0, size=(3, shape[1]))
    return x, dy, gamma, beta, mean, rng.uniform(0.5, 3.0, size=shape[1])


def leaves(*arrays):
    return [torch.tensor(a, requires_grad=True) for a in arrays]


def close(ours, theirs):
    np.testing.assert_allclose(
        ours, theirs.detach().numpy(), rtol=0, atol=ATOL
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("eps", [1e-5, 0.7])
def test_batch_norm_and_its_gradients_are_those_of_torch(shape, eps):
    x, dy, gamma, beta, *_ = given(shape)
    theirs = leaves(x, gamma, beta)
    y = F.batch_norm(theirs[0], None, None, *theirs[1:], True, eps=eps)
    y.backward(torch.tensor(dy))
    close(norms.batch_norm(x, gamma, beta, eps), y)
    close(norms.batch_norm_dx(dy, x, gamma, eps), theirs[0].grad)
    close(norms.batch_norm_dgamma(dy, x, eps), theirs[1].grad)
    close(norms.batch_norm_dbeta(dy), theirs[2].grad)


@pytest.mark.parametrize("shape", SHAPES)
def test_nudged_is_the_gradient(shape):
    x, dy, gamma, beta, *_ = given(shape)
    dx = norms.nudged(lambda x: norms.batch_norm(x, gamma, beta, 0.3), x, dy)
    expected = norms.batch_norm_dx(dy, x, gamma, 0.3)
    np.testing.assert_allclose(dx, expected, rtol=0, atol=ATOL)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("momentum", [0.1, 0.7])
def test_running_values_and_evaluation_are_those_of_torch(shape, momentum):
    x, _, gamma, beta, mean, var = given(shape)
    t_mean, t_var = torch.tensor(mean), torch.tensor(var)
    affine = torch.tensor(gamma), torch.tensor(beta)
    F.batch_norm(torch.tensor(x), t_mean, t_var, *affine, True, momentum)
    close(norms.update_mean(x, mean, momentum), t_mean)
    close(norms.update_var(x, var, momentum), t_var)
    y = F.batch_norm(torch.tensor(x), t_mean, t_var, *affine, False)
    running = t_mean.numpy(), t_var.numpy()
    close(norms.batch_norm_eval(x, gamma, beta, *running), y)


@pytest.mark.parametrize("num_groups", [1, 2, 3, 6])
def test_group_norm_is_that_of_torch(num_groups):
    x, _, gamma, beta, *_ = given(SHAPES[1])
    affine = torch.tensor(gamma), torch.tensor(beta)
    y = F.group_norm(torch.tensor(x), num_groups, *affine, eps=0.3)
    close(norms.group_norm(x, gamma, beta, num_groups, 0.3), y)


@pytest.mark.parametrize("shape", SHAPES[:2])
def test_no_slip_is_right(shape):
    """A slip equal to the answer would blame a right result."""
    x, dy, gamma, beta, mean, var = given(shape)
    cases = {
        "normalized": (x, (0, 2, 3), 0.5),
        "batch_norm": (x, gamma, beta, 0.5),
        "update_mean": (x, mean, 0.3),
        "update_var": (x, var, 0.3),
        "batch_norm_eval": (x, gamma, beta, mean, var, 0.5),
        "batch_norm_dgamma": (dy, x, 0.5),
        "batch_norm_dbeta": (dy,),
        "batch_norm_dx": (dy, x, gamma, 0.5),
        "group_norm": (x, gamma, beta, 3 if shape[1] == 6 else 1, 0.5),
    }
    for name, args in cases.items():
        right = getattr(norms, name)(*args)
        for words, wrong in getattr(slips.norms, name)(*args)().items():
            one_group = name == "group_norm" and args[3] == 1
            if one_group and ("apart" in words or "one group" in words):
                continue  # with one group these are no slips
            assert np.shape(wrong) != right.shape or not np.allclose(
                wrong, right, rtol=1e-3
            ), (name, words)
