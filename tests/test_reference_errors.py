"""Bad arguments of reference layers are refused by name and value."""

import numpy as np
import pytest

from cnnlab.reference import (
    conv1d,
    im2col,
    linear,
    loss,
    pool,
    resize,
    transposed,
)

x = np.ones((2, 3, 8, 9))
signal = np.ones((2, 3, 8))
w = np.ones((4, 3, 3, 3))
up = np.ones((3, 4, 3, 3))
table = np.ones((5, 2))
scores = np.ones((2, 3))
POOLS = [
    pool.max_pool2d,
    pool.max_pool2d_loops,
    pool.avg_pool2d,
    pool.avg_pool2d_loops,
]


@pytest.mark.parametrize("form", POOLS)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((x[0], 2), r"`x` must have 4 axes, got shape \(3, 8, 9\)"),
        ((x, 0), r"`kernel_size` \(=0\) must be at least 1"),
        ((x, 2, 0), r"`stride` \(=0\) must be at least 1"),
        ((x, 2, 2, -1), r"`padding` \(=-1\) must be at least 0"),
        ((x, 2, 2, 2), r"`padding` \(=2\) must be at most half"),
        ((x, (2, 12)), r"spanning 12 .* does not fit an input of 9"),
    ],
)
def test_pooling(form, arguments, message):
    with pytest.raises(ValueError, match=message):
        form(*arguments)


CALLS = {
    "im2col, axes": (lambda: im2col.im2col(x[0], 3), r"`x` must have 4 axes"),
    "im2col, size": (lambda: im2col.im2col(x, 10), r"does not fit"),
    "col2im, columns": (
        lambda: im2col.col2im(np.ones((2, 27, 5)), x.shape, 3),
        r"`columns` must have shape \(2, 27, 42\), got \(2, 27, 5\)",
    ),
    "im2col backward": (
        lambda: im2col.conv2d_im2col_backward(x, x, w),
        r"`dy` must have the output's shape \(2, 4, 6, 7\)",
    ),
    "conv1d, axes": (lambda: conv1d.conv1d(x, w), r"`x` must have 3 axes"),
    "over time": (lambda: conv1d.max_over_time(x), r"`x` must have 3 axes"),
    "over time, dy": (
        lambda: conv1d.max_over_time_backward(signal, signal),
        r"`dy` must have the output's shape \(2, 3\)",
    ),
    "transposed, channels": (
        lambda: transposed.conv_transpose2d(x, w),
        r"`w` expects 4 input channels, `x` has 3; .*\(C_in, C_out",
    ),
    "transposed, bias": (
        lambda: transposed.conv_transpose2d(x, up, np.ones(3)),
        r"`b` must have shape \(4,\), got \(3,\)",
    ),
    "transposed, extra": (
        lambda: transposed.conv_transpose2d(x, up, None, 2, 0, 2),
        r"`output_padding` \(=2\) must be smaller than `stride` \(=2\)",
    ),
    "transposed, padding": (
        lambda: transposed.conv_transpose2d(x, up, None, 1, 6),
        r"`padding` \(=6\) cuts away all",
    ),
    "transposed, dy": (
        lambda: transposed.conv_transpose2d_backward(x, x, up),
        r"`dy` must have the output's shape \(2, 4, 10, 11\)",
    ),
    "linear, features": (
        lambda: linear.linear(scores, np.ones((4, 5))),
        r"`w` expects 5 features, `x` has 3",
    ),
    "embedding, unknown": (
        lambda: linear.embedding(np.array([0, 7]), table),
        r"`tokens` has 7, but the table `w` has rows 0 to 4",
    ),
    "embedding, negative": (
        lambda: linear.embedding(np.array([0, -1]), table),
        r"`tokens` has -1",
    ),
    "loss, class": (
        lambda: loss.cross_entropy(scores, np.array([0, 3])),
        r"`labels` has 3, but there are scores for classes 0 to 2",
    ),
    "loss, number": (
        lambda: loss.cross_entropy(scores, np.array([0])),
        r"`labels` must have shape \(2,\), got \(1,\)",
    ),
    "resize": (
        lambda: resize.resize_nearest(x, (0, 4)),
        r"`size` \(=0\) must be at least 1",
    ),
    "resize, channels": (
        lambda: resize.resize_nearest_backward(x[:, :1], x),
        r"`dy` must have the output's shape \(2, 3, 8, 9\)",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_other_layers(name):
    call, message = CALLS[name]
    with pytest.raises(ValueError, match=message):
        call()


def test_wrong_kinds_of_number_are_refused():
    with pytest.raises(TypeError, match="`tokens` must be integers, got fl"):
        linear.embedding(np.ones(3), table)
    with pytest.raises(TypeError, match="`labels` must be integers, got fl"):
        loss.cross_entropy(scores, np.ones(2))


def test_col2im_counts_how_often_a_pixel_was_seen():
    """3 by 3 windows on 4 by 4: corners in one, the middle in four."""
    ones = np.ones((1, 1, 4, 4))
    seen = im2col.col2im(im2col.im2col(ones, 3), ones.shape, 3)[0, 0]
    expected = np.outer([1, 2, 2, 1], [1, 2, 2, 1])
    np.testing.assert_allclose(seen, expected)


def test_max_pooling_of_integers_pads_with_less_than_any():
    negative = np.full((1, 1, 3, 3), -7)
    y = pool.max_pool2d(negative, 3, 2, 1)
    np.testing.assert_array_equal(y, np.full((1, 1, 2, 2), -7))


def test_sigmoid_does_not_overflow():
    from cnnlab.reference.activation import sigmoid

    with np.errstate(all="raise", under="ignore"):
        y = sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    np.testing.assert_allclose(y, [0, 0.5, 1])


def test_cross_entropy_of_large_scores_is_finite():
    huge = np.array([[1000.0, 0.0]])
    # log(1 + e^1000) - 0 is 1000 in float64
    assert loss.cross_entropy(huge, np.array([1])) == pytest.approx(1000)
