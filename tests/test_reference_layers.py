"""All reference layers: against torch, by gradient check, by adjoint."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reference_cases import CASES  # noqa: E402

from cnnlab.reference.gradcheck import (  # noqa: E402
    max_relative_error,
    numerical_gradient,
)

# Sums of some hundred float64 products: rounding stays far below this.
CLOSE = {"rtol": 1e-11, "atol": 1e-12}
# Central differences with a step of 1e-5: h^2 = 1e-10 and rounding eps / h
# = 2e-11, times the size of second and third derivatives of these inputs.
GRADIENT = 1e-7
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)


# Loops are as right as the fast form, by `test_equals_torch`, and slow.
FAST = {case.name: case.forward for case in CASES}


def gradients(case, dy):
    """The backward pass; one array or several become a tuple."""
    found = case.backward(dy, *case.inputs)
    return found if isinstance(found, tuple) else (found,)


def output_gradient(case):
    y = case.forward(*case.inputs)
    return np.random.default_rng(1).standard_normal(y.shape)


@every_case
def test_equals_torch(case):
    tensors = [torch.from_numpy(a).requires_grad_() for a in case.inputs]
    y = case.twin(*tensors)
    got = case.forward(*case.inputs)
    assert got.shape == tuple(y.shape)
    np.testing.assert_allclose(got, y.detach().numpy(), **CLOSE)
    dy = output_gradient(case)
    y.backward(torch.from_numpy(np.asarray(dy)))
    found = gradients(case, dy)
    for array, tensor in zip(found, tensors[: case.slopes], strict=True):
        assert array.shape == tuple(tensor.shape)
        np.testing.assert_allclose(array, tensor.grad.numpy(), **CLOSE)


@every_case
def test_gradient_check_of_every_entry(case):
    if "ties" in case.name:
        pytest.skip("a maximum has no slope where two are equal")
    dy = output_gradient(case)
    forward = FAST[case.name.replace(" loops", "")]
    for k, got in enumerate(gradients(case, dy)):

        def loss(moved, k=k):
            inputs = list(case.inputs)
            inputs[k] = moved
            return float((dy * forward(*inputs)).sum())

        expected = numerical_gradient(loss, case.inputs[k])
        assert max_relative_error(got, expected) < GRADIENT


@every_case
def test_adjoint_identity(case):
    """<dy, A x> = <A^T dy, x>: the backward pass is the transpose."""
    dy = output_gradient(case)
    for k in case.linear_in:
        inputs = list(case.inputs)
        zero = [np.zeros_like(a) if j == k else a
                for j, a in enumerate(inputs)]  # fmt: skip
        image = case.forward(*inputs) - case.forward(*zero)
        left = float((dy * image).sum())
        right = float((gradients(case, dy)[k] * inputs[k]).sum())
        # Up to some thousand products of size 1
        assert left == pytest.approx(right, rel=1e-10, abs=1e-10)


@every_case
def test_inputs_are_left_as_they_were(case):
    before = [a.copy() for a in case.inputs]
    dy = output_gradient(case)
    kept = dy.copy()
    gradients(case, dy)
    for a, b in zip([*case.inputs, dy], [*before, kept], strict=True):
        np.testing.assert_array_equal(a, b)


@every_case
def test_float32_in_float32_out(case):
    inputs = [a.astype(np.float32) for a in case.inputs]
    y = case.forward(*inputs)
    expected = case.forward(*case.inputs)
    if y.ndim:
        assert y.dtype == np.float32
    # 24 bits, sums of up to some dozen products of size 1
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-4)
