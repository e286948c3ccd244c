"""The expected values of the exercise on regularization, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlab.check import slips
from cnnlab.check.truth import regularization as truth

SHAPES = [(7,), (3, 5), (2, 3, 4, 5)]
LR, STRENGTH = 0.3, 0.7


def drawn(shape):
    """Weights and a gradient of one shape."""
    rng = np.random.default_rng(sum(shape))
    return rng.normal(size=(2, *shape))


def after_one_step(optimizer, w, dw):
    """The weights after the first step of an optimizer of PyTorch."""
    held = torch.nn.Parameter(torch.from_numpy(w.copy()))
    held.grad = torch.from_numpy(dw)
    optimizer([held], lr=LR, weight_decay=STRENGTH).step()
    return held.detach().numpy()


@pytest.mark.parametrize("shape", SHAPES)
def test_penalty_and_gradient_are_those_of_autograd(shape):
    dw, w = drawn(shape)
    held = torch.from_numpy(w).requires_grad_()
    penalty = STRENGTH / 2 * held.square().sum()
    (slope,) = torch.autograd.grad(penalty, held)
    ours = truth.l2_penalty({"w": w, "bias": dw}, STRENGTH)
    assert ours == pytest.approx(penalty.item(), rel=1e-12)  # float64 sums
    np.testing.assert_allclose(  # one product and one sum
        truth.l2_gradient(dw, w, STRENGTH), dw + slope.numpy(), rtol=1e-12
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_l1_step_is_softshrink_behind_a_step(shape):
    dw, w = drawn(shape)
    theirs = F.softshrink(torch.from_numpy(w - LR * dw), LR * STRENGTH)
    ours = truth.l1_step(w, dw, LR, STRENGTH)
    # Differences of numbers below 4, in float64.
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("outside", [True, False])
def test_decay_is_the_first_step_of_adam(shape, outside):
    dw, w = drawn(shape)
    name = "AdamW" if outside else "Adam"
    theirs = after_one_step(getattr(torch.optim, name), w, dw)
    # At the first step Adam divides by the gradient's own size.
    size = np.abs(dw if outside else dw + STRENGTH * w) + 1e-8
    ours = truth.decay_step(w, dw, size, LR, STRENGTH, outside)
    # Adam's running means undo their bias with a rounding or two.
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_decay_with_size_one_is_that_of_sgd(shape):
    dw, w = drawn(shape)
    theirs = after_one_step(torch.optim.SGD, w, dw)
    for outside in (True, False):
        given = w, dw, np.ones(shape), LR, STRENGTH, outside
        # Three products of numbers below 4, in float64.
        np.testing.assert_allclose(
            truth.decay_step(*given), theirs, rtol=0, atol=1e-14
        )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
def test_dropout_and_its_way_back_are_those_of_autograd(shape, training):
    dy, x = drawn(shape)
    u = np.random.default_rng(1).random(shape)
    mask = torch.from_numpy((u >= 0.3) / 0.7 if training else np.ones(shape))
    held = torch.from_numpy(x).requires_grad_()
    y = held * mask
    (dx,) = torch.autograd.grad(y, held, torch.from_numpy(dy))
    ours = truth.dropout(x, u, 0.3, training)
    np.testing.assert_allclose(ours, y.detach().numpy(), rtol=1e-12)
    ours = truth.dropout_backward(dy, u, 0.3, training)
    np.testing.assert_allclose(ours, dx.numpy(), rtol=1e-12)
    nudged = truth.nudged(lambda x: truth.dropout(x, u, 0.3, training), x, dy)
    # Differences over half a unit, of sums of up to 120 numbers.
    np.testing.assert_allclose(nudged, dx.numpy(), rtol=0, atol=1e-11)


@pytest.mark.parametrize(("down", "right"), [(1, -2), (-3, 2), (0, 9)])
@pytest.mark.parametrize("flip", [True, False])
def test_augment_is_a_padding_with_negative_sides(down, right, flip):
    x = np.random.default_rng(2).normal(size=(1, 3, 5, 7))
    image = torch.from_numpy(x)
    image = image.flip(3) if flip else image
    sides = right, -right, down, -down
    if abs(right) >= 7:  # F.pad refuses to cut more than there is
        theirs = torch.full(image.shape, 0.5, dtype=image.dtype)
    else:
        theirs = F.pad(image, sides, value=0.5)
    moves = np.array([down]), np.array([right]), np.array([flip])
    ours = truth.augment(x, *moves, fill=0.5)
    np.testing.assert_array_equal(ours, theirs.numpy())  # copies only


def test_each_image_has_its_own_change():
    x = np.random.default_rng(3).normal(size=(2, 1, 4, 5))
    given = np.array([1, -1]), np.array([2, 0]), np.array([False, True])
    both = truth.augment(x, *given)
    for n in range(2):
        alone = truth.augment(x[n : n + 1], *(a[n : n + 1] for a in given))
        np.testing.assert_array_equal(both[n : n + 1], alone)  # copies only


@pytest.mark.parametrize(("H", "W"), [(4, 4), (3, 5), (6, 3)])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_rotation_sends_pixels_where_rot90_does(H, W, quarters):
    image = np.arange(H * W).reshape(H, W)
    turned = np.rot90(image, -quarters)
    matrix = truth.rotation(90 * quarters, H, W)
    # A side that is not square has another corner after a quarter turn.
    corner = np.subtract(turned.shape, image.shape)[::-1] / 2
    for y, x in np.ndindex(H, W):
        place = (matrix @ [x, y, 1])[:2] + corner
        column, row = np.round(place).astype(int)
        # cos(90 degrees) is 6e-17 and not 0.
        np.testing.assert_allclose(place, (column, row), atol=1e-12)
        assert turned[row, column] == image[y, x]


def test_a_slip_is_named_where_it_is_made():
    x = np.random.default_rng(4).normal(size=(3, 4))
    u = np.random.default_rng(5).random((3, 4))
    made = slips.regularization.dropout(x, u, 0.3)()
    np.testing.assert_allclose(
        made["what is kept is not scaled"], x * (u >= 0.3)
    )
