"""NumPy convolution: by hand, against torch, by gradient check."""

import itertools

import numpy as np
import pytest

from cnnlab.reference.conv import (
    conv2d,
    conv2d_backward,
    conv2d_backward_loops,
    conv2d_loops,
)
from cnnlab.reference.gradcheck import max_relative_error, numerical_gradient

FORMS = [conv2d_loops, conv2d]
BACKWARDS = [conv2d_backward_loops, conv2d_backward]

# stride, padding, dilation: odd on purpose, pairs differ
GEOMETRIES = [
    (1, 0, 1),
    (1, 2, 1),
    (3, 0, 1),
    (3, 2, 1),
    ((2, 3), (1, 2), 1),
    (1, (0, 2), (2, 1)),
    ((3, 1), 2, (1, 3)),
]
# 45 products a sum at most: rounding stays far below this
CLOSE = {"rtol": 1e-11, "atol": 1e-12}


def sample(seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((2, 3, 9, 11))
    w = rng.standard_normal((4, 3, 3, 5))
    b = rng.standard_normal(4)
    return x, w, b


@pytest.mark.parametrize("form", FORMS)
def test_worked_patch_is_261(form):
    patch = np.array([[93, 139, 101], [26, 252, 196], [135, 240, 48]])
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    assert form(patch[None, None], sobel[None, None]).item() == 261


@pytest.mark.parametrize("form", FORMS)
def test_by_hand(form):
    x = np.arange(12.0).reshape(1, 1, 3, 4)
    w = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    # 0*1 + 1*2 + 4*3 + 5*4 = 34 at the corner, 10 more a step to the right
    expected = [[34, 44, 54], [74, 84, 94]]
    np.testing.assert_allclose(form(x, w)[0, 0], expected, **CLOSE)


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("form", FORMS)
def test_forward_equals_torch(form, geometry):
    torch = pytest.importorskip("torch")
    x, w, b = sample()
    expected = torch.nn.functional.conv2d(
        *map(torch.from_numpy, (x, w, b)), *geometry
    )
    got = form(x, w, b, *geometry)
    np.testing.assert_allclose(got, expected.numpy(), **CLOSE)


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("backward", BACKWARDS)
def test_backward_equals_torch(backward, geometry):
    torch = pytest.importorskip("torch")
    tensors = [torch.from_numpy(a).requires_grad_() for a in sample()]
    y = torch.nn.functional.conv2d(*tensors, *geometry)
    dy = np.random.default_rng(1).standard_normal(tuple(y.shape))
    y.backward(torch.from_numpy(dy))
    x, w, _ = sample()
    for got, t in zip(backward(dy, x, w, *geometry), tensors, strict=True):
        np.testing.assert_allclose(got, t.grad.numpy(), **CLOSE)


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("backward", BACKWARDS)
def test_gradient_check_over_every_entry(backward, geometry):
    rng = np.random.default_rng(2)
    x = rng.standard_normal((2, 2, 6, 7))
    w = rng.standard_normal((3, 2, 3, 2))
    b = rng.standard_normal(3)
    dy = rng.standard_normal(conv2d(x, w, b, *geometry).shape)

    def loss(x, w, b):
        return float((conv2d(x, w, b, *geometry) * dy).sum())

    dx, dw, db = backward(dy, x, w, *geometry)
    for got, numeric in [
        (dx, numerical_gradient(lambda a: loss(a, w, b), x)),
        (dw, numerical_gradient(lambda a: loss(x, a, b), w)),
        (db, numerical_gradient(lambda a: loss(x, w, a), b)),
    ]:
        # The loss is linear in each: only rounding, about 1e-16 / 1e-5
        assert max_relative_error(got, numeric) < 1e-8


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_adjoint_identity(geometry):
    """<conv(x), y> = <x, conv^T(y)>: the backward is the transpose."""
    x, w, _ = sample(3)
    y = np.random.default_rng(4).standard_normal(
        conv2d(x, w, None, *geometry).shape
    )
    left = (conv2d(x, w, None, *geometry) * y).sum()
    right = (x * conv2d_backward(y, x, w, *geometry)[0]).sum()
    np.testing.assert_allclose(left, right, rtol=1e-10)


def test_inputs_are_left_alone_and_float32_stays():
    x, w, b = (a.astype(np.float32) for a in sample())
    kept = [a.copy() for a in (x, w, b)]
    for form in FORMS:
        assert form(x, w, b, 2, 1).dtype == np.float32
    for a, before in zip((x, w, b), kept, strict=True):
        np.testing.assert_array_equal(a, before)


def test_shift_equivariance():
    """Shift the picture, and the feature map shifts: away from borders."""
    x, w, _ = sample(5)
    shifted = np.roll(x, (1, 2), axis=(2, 3))
    y, y_shifted = conv2d(x, w), conv2d(shifted, w)
    np.testing.assert_allclose(y_shifted[:, :, 1:, 2:], y[:, :, :-1, :-2])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.zeros((3, 9, 11))}, r"`x` must have 4 axes"),
        ({"x": np.zeros((2, 5, 9, 11))}, r"3 input channels, `x` has 5"),
        ({"b": np.zeros(3)}, r"`b` must have shape \(4,\)"),
        ({"stride": 0}, r"`stride` \(=0\)"),
        ({"stride": (1, 2, 3)}, r"`stride` \(=\(1, 2, 3\)\)"),
        ({"dilation": 9}, r"does not fit"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_bad_input_is_refused_by_name(form, change, message):
    x, w, b = sample()
    with pytest.raises(ValueError, match=message):
        form(**({"x": x, "w": w, "b": b} | change))


@pytest.mark.parametrize("backward", BACKWARDS)
def test_wrong_dy_is_refused(backward):
    x, w, _ = sample()
    with pytest.raises(ValueError, match=r"`dy` must have the output's"):
        backward(np.zeros((2, 4, 7, 6)), x, w)


def test_numerical_gradient_refuses_float32():
    with pytest.raises(TypeError, match="float64"):
        numerical_gradient(np.sum, np.zeros(3, np.float32))


def test_both_forms_agree_on_random_geometries():
    rng = np.random.default_rng(6)
    for S, P, D in itertools.product((1, 2, 3), (0, 1, 2), (1, 2)):
        x = rng.standard_normal((1, 2, 8, 10))
        w = rng.standard_normal((2, 2, 2, 3))
        np.testing.assert_allclose(
            conv2d(x, w, None, S, P, D),
            conv2d_loops(x, w, None, S, P, D),
            **CLOSE,
        )
