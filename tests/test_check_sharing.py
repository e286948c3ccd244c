"""The expected values of exercise 2 against torch, on odd shapes."""

import numpy as np
import pytest

from cnnlab.check import slips
from cnnlab.check.truth import sharing as truth

torch = pytest.importorskip("torch")
F = torch.nn.functional

# (C_in, H, W), (KH, KW), C_out
LAYERS = [
    ((1, 4, 9), (1, 3), 1),
    ((3, 5, 4), (2, 3), 2),
    ((2, 6, 7), (5, 2), 3),
]


def size(module):
    return sum(p.numel() for p in module.parameters())


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_counts_are_those_of_torch(layer, bias):
    (C_in, H, W), (KH, KW), C_out = layer
    shapes = (C_in, H, W), (C_out, H - KH + 1, W - KW + 1)
    inputs, units = np.prod(shapes[0]), np.prod(shapes[1])
    full = torch.nn.Linear(int(inputs), int(units), bias=bias)
    shared = torch.nn.Conv2d(C_in, C_out, (KH, KW), bias=bias)
    # Without sharing, each place has a copy of its own.
    places = int(units) // C_out
    assert truth.full_parameters(*shapes, bias) == size(full)
    assert truth.shared_parameters(*shapes, (KH, KW), bias) == size(shared)
    local = truth.local_parameters(*shapes, (KH, KW), bias)
    assert local == places * size(shared)


@pytest.mark.parametrize("dy", [-9, -5, -2, 0, 1, 5, 6])
@pytest.mark.parametrize("dx", [-7, -1, 0, 3, 8])
def test_shift_is_padding_and_cropping(dy, dx):
    x = np.random.default_rng(0).normal(size=(3, 5, 7))
    sides = (dx, -dx, dy, -dy)
    theirs = np.zeros_like(x)
    if abs(dy) < 5 and abs(dx) < 7:  # torch cannot crop everything away
        theirs = F.pad(torch.tensor(x), sides).numpy()
    np.testing.assert_array_equal(truth.shift(x, dy, dx), theirs)


@pytest.mark.parametrize("kernel", [(6, 7), (3, 2), (1, 7)])
def test_predict_is_the_largest_convolution(kernel):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(9, 6, 7)), rng.normal(size=(4, *kernel))
    maps = F.conv2d(torch.tensor(x[:, None]), torch.tensor(w[:, None]))
    theirs = maps.amax(dim=(2, 3)).argmax(dim=1).numpy()
    np.testing.assert_array_equal(truth.predict(x, w), theirs)


def test_accuracy_falls_as_worked_by_hand():
    bars = np.zeros((2, 5, 5))
    bars[0, 1:4, 2] = bars[1, 2, 1:4] = 1
    shifts = [(0, 0), (0, 1), (1, -1), (1, 0)]
    labels = np.array([0, 1])
    full = truth.shift_accuracy(bars, labels, bars, shifts)
    inner = truth.shift_accuracy(bars, labels, bars[:, 1:4, 1:4], shifts)
    # Shares of two images are exact in binary.
    np.testing.assert_array_equal(full, [1, 0.5, 0, 0.5])
    np.testing.assert_array_equal(inner, [1, 1, 1, 1])


@pytest.mark.parametrize("bias", [True, False])
def test_no_slip_in_a_count_is_right(bias):
    shapes = (3, 6, 8), (2, 4, 4)
    for name, given in (
        ("full_parameters", shapes),
        ("local_parameters", (*shapes, (3, 5))),
        ("shared_parameters", (*shapes, (3, 5))),
    ):
        right = getattr(truth, name)(*given, bias)
        known = getattr(slips.sharing, name)(*given, bias)()
        assert right not in known.values(), name


def test_no_slip_in_a_shift_is_right():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(12, 6, 7)), rng.normal(size=(4, 6, 7))
    y = truth.predict(x, w)
    y[:4] = [3, 0, 1, 2]
    shifts = [(0, 0), (2, -1), (-1, 3), (1, 1)]
    right = truth.shift(x, 1, -2)
    for name, wrong in slips.sharing.shift(x, 1, -2)().items():
        assert not np.allclose(wrong, right), name
    right = truth.shift_accuracy(x, y, w, shifts)
    known = slips.sharing.shift_accuracy(x, y, w, shifts)()
    for name, wrong in known.items():
        if "first shift" not in name or right[0] < 1:
            assert not np.allclose(wrong, right), name
