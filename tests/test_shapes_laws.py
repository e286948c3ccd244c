"""Laws of sizes that hold for all numbers, tried on many by hypothesis."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlab.shapes import output_size, same_padding, transposed_size

sizes = st.integers(1, 300)
kernels = st.integers(1, 15)
strides = st.integers(1, 7)
paddings = st.integers(0, 9)
dilations = st.integers(1, 4)
# Some examples a law are enough: the functions have few branches.
many = settings(max_examples=300, deadline=None)


def fits(size, K, P, D):
    return size + 2 * P >= D * (K - 1) + 1


@many
@given(sizes, kernels, strides, paddings, dilations)
def test_last_window_fits_and_one_more_would_not(size, K, S, P, D):
    assume(fits(size, K, P, D))
    places = output_size(size, K, S, P, D)
    span = D * (K - 1) + 1
    assert (places - 1) * S + span <= size + 2 * P
    assert places * S + span > size + 2 * P


@many
@given(sizes, kernels, strides, paddings, dilations)
def test_ceil_mode_adds_one_window_at_most_and_it_sees_the_input(
    size, K, S, P, D
):
    assume(fits(size, K, P, D))
    usual = output_size(size, K, S, P, D)
    more = output_size(size, K, S, P, D, ceil_mode=True)
    assert more in (usual, usual + 1)
    if more > usual:
        assert (more - 1) * S < size + P  # begins before the far padding


@many
@given(sizes, kernels, strides, paddings, dilations)
def test_transposed_undoes_the_size_with_one_output_padding(size, K, S, P, D):
    assume(fits(size, K, P, D))
    places = output_size(size, K, S, P, D)
    base = (places - 1) * S + D * (K - 1) + 1 - 2 * P
    extra = size - base
    assert 0 <= extra < S
    assert transposed_size(places, K, S, P, extra, D) == size


@many
@given(sizes, st.integers(0, 7).map(lambda k: 2 * k + 1), dilations)
def test_same_padding_keeps_the_size(size, K, D):
    assert output_size(size, K, 1, same_padding(K, D), D) == size
