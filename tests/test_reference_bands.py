"""The fast convolution: its bands, its two ways to `dx`, what it leaves out.

That its numbers are torch's is shown with all other layers
(`reference_cases.py`), in one band; here the bands are many.
"""

import numpy as np
import pytest
from reference_case import normal

from cnnlab.reference import _rows, bands, conv, pool

# (x, w, groups, geometry): stride, padding, dilation
CASES = {
    "same": ((5, 4, 9, 7), (6, 2, 3, 2), 2, (1, (1, 0), 1)),
    "dilated": ((3, 2, 9, 8), (3, 2, 2, 3), 1, (1, 1, (2, 1))),
    "dilated both ways": ((2, 2, 9, 9), (3, 2, 2, 3), 1, (1, 1, (2, 3))),
    "wider than the image": ((2, 2, 3, 1), (3, 2, 2, 6), 1, (1, (0, 3), 1)),
    "strided": ((4, 3, 11, 9), (2, 3, 3, 2), 1, ((2, 3), (0, 2), 1)),
    "more padding than kernel": ((2, 2, 4, 5), (3, 2, 2, 2), 1, (1, 2, 1)),
    "unseen pixels": ((2, 1, 8, 8), (2, 1, 2, 2), 1, (3, 0, 1)),
    "few channels in": ((3, 1, 6, 6), (9, 1, 3, 3), 1, (1, 0, 1)),
}
# Bytes of columns: one row a band, some rows, some images, all images.
SIZES = (1, 1_000, 20_000, 10**9)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size} bytes")
def size(request, monkeypatch):
    monkeypatch.setattr(_rows, "BAND", request.param)
    return request.param


@pytest.mark.parametrize("name", CASES)
def test_bands_of_any_size_give_the_same_numbers(name, size):
    x_shape, w_shape, groups, geometry = CASES[name]
    x, w, b = normal(*x_shape), normal(*w_shape), normal(w_shape[0])
    y = conv.conv2d(x, w, b, *geometry, groups)
    # float64, sums of at most 36 products of size 1
    close = {"atol": 1e-12, "rtol": 0}
    ours = bands.conv2d_bands(x, w, b, *geometry, groups)
    np.testing.assert_allclose(ours, y, **close)
    dy = normal(*y.shape)
    gradients = conv.conv2d_backward(dy, x, w, *geometry, groups)
    ours = bands.conv2d_bands_backward(dy, x, w, *geometry, groups)
    for mine, theirs in zip(ours, gradients, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-11, rtol=0)
    scattered = bands._scatter(dy, x, w, *geometry, groups)
    np.testing.assert_allclose(scattered, gradients[0], atol=1e-11, rtol=0)


def test_both_ways_to_dx_are_taken():
    taken = {
        bands._can_gather(
            conv.conv2d(normal(*x), normal(*w), None, *geometry, groups),
            normal(*x), normal(*w), *geometry,
        )
        for x, w, groups, geometry in CASES.values()
    }  # fmt: skip
    assert taken == {True, False}


@pytest.mark.parametrize("stride", [1, 2])
def test_what_a_band_copies_is_small(stride, monkeypatch):
    monkeypatch.setattr(_rows, "BAND", 20_000)
    x, w = normal(7, 3, 20, 20), normal(1, 3, 3, 3)
    rows = _rows.Rows(x, w, stride, 1, 1, 1)
    halo = 2 * rows.bytes  # rows that the next band meets too
    count = 0
    for images, places, columns in rows.columns(x):
        assert rows.room.nbytes <= 20_000 + len(columns) * halo
        assert np.shares_memory(columns, rows.room) == (stride == 1)
        assert stride == 1 or columns.nbytes <= 20_000
        count += (images.stop - images.start) * (places.stop - places.start)
    assert count == 7 * (20 // stride) ** 2  # each place of each image once


def test_the_first_layer_needs_no_dx():
    x, w = normal(2, 1, 6, 6), normal(3, 1, 3, 3)
    dy = normal(2, 3, 4, 4)
    dx, dw, db = bands.conv2d_bands_backward(dy, x, w, needs_dx=False)
    assert dx is None
    _, *known = bands.conv2d_bands_backward(dy, x, w)
    np.testing.assert_array_equal(dw, known[0])
    np.testing.assert_array_equal(db, known[1])


def test_float32_stays_float32_and_integers_with_a_float_bias_do_not():
    x, w = np.ones((1, 1, 3, 3), "f"), np.ones((1, 1, 2, 2), "f")
    assert bands.conv2d_bands(x, w).dtype == np.float32
    dy = np.ones((1, 1, 2, 2), "f")
    for gradient in bands.conv2d_bands_backward(dy, x, w):
        assert gradient.dtype == np.float32
    whole = np.ones((1, 1, 2, 2), int)
    y = bands.conv2d_bands(whole, whole, np.array([0.5]))
    assert y.item() == pytest.approx(4.5)  # exact in float64


def test_pooling_gradients_keep_their_type_and_take_a_kept_output():
    x = normal(2, 3, 6, 6).astype("f")
    dy = normal(2, 3, 3, 3).astype("f")
    y = pool.max_pool2d(x, 2)
    dx = pool.max_pool2d_backward(dy, x, 2)
    assert dx.dtype == np.float32
    np.testing.assert_array_equal(dx, pool.max_pool2d_backward(dy, x, 2, y=y))
