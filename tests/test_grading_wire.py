"""What crosses the border of a box, and what does not."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlab.grading import wire
from cnnlab.grading.wire import WireError

numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False)
leaves = st.none() | st.booleans() | numbers | st.text() | st.binary()
leaves |= st.complex_numbers(allow_nan=False)
keys = st.text() | st.integers() | st.tuples(st.integers(), st.text())


def containers(inner):
    lists = st.lists(inner, max_size=4)
    dicts = st.dictionaries(keys, inner, max_size=4)
    return lists | lists.map(tuple) | dicts


plain = st.recursive(leaves, containers, max_leaves=12)
kinds = hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes()
kinds |= hnp.complex_number_dtypes() | hnp.unicode_string_dtypes()
arrays = hnp.arrays(kinds, hnp.array_shapes(min_dims=0, min_side=0))


def crossed(value, **options):
    """Send a value over the border and read it on the other side."""
    body = wire.encode({"v": wire.pack(value, **options)})[wire.HEAD.size :]
    return wire.unpack(wire.decode(body)["v"])


def same(ours, theirs):
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, dict):
        return same(list(ours.items()), list(theirs.items()))
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return repr(ours) == repr(theirs)  # bit for bit, -0.0 too


@given(plain)
@settings(max_examples=100, deadline=None)
def test_plain_values_come_back(value):
    assert same(crossed(value), value)


@given(arrays)
@settings(max_examples=100, deadline=None)
def test_arrays_come_back_bit_by_bit(array):
    found = crossed(array)
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert found.tobytes() == array.tobytes()
    assert found.flags.writeable


@pytest.mark.parametrize("value", [np.float32(0.1), np.int8(-3), np.bool_(1)])
def test_a_scalar_stays_a_scalar(value):
    assert type(crossed(value)) is type(value)
    assert type(crossed(np.asarray(value))) is np.ndarray


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, -0.0])
def test_odd_floats_come_back(value):
    assert repr(crossed(value)) == repr(value)


def test_arrays_that_are_views_come_back():
    array = np.arange(12.0).reshape(3, 4)
    for view in (array.T, array[::2, ::-1], np.broadcast_to(array, (2, 3, 4))):
        np.testing.assert_array_equal(crossed(view), view, strict=True)
    big = array.astype(">f8")
    assert crossed(big).dtype == big.dtype


def test_sets_and_relatives_of_containers():
    assert crossed({1, 2}) == {1, 2}
    assert crossed(frozenset("a")) == frozenset("a")
    import collections

    point = collections.namedtuple("Point", "x y")
    assert crossed(point(1, 2)) == (1, 2)
    assert crossed(collections.Counter("aab")) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    "value",
    [object(), len, np.array([None]), np.dtype("f4"), np.zeros(1, "M8[s]")],
    ids=["object", "function", "objects", "dtype", "dates"],
)
def test_objects_do_not_cross(value):
    with pytest.raises(WireError, match="cannot cross the border"):
        wire.pack(value)
    with pytest.raises(WireError, match="cannot cross the border"):
        wire.pack({"a": [value]})


def test_structures_without_end_do_not_cross():
    loop: list = []
    loop.append(loop)
    with pytest.raises(WireError, match="nested more than 24 deep"):
        wire.pack(loop)


def test_giants_do_not_cross(monkeypatch):
    monkeypatch.setattr(wire, "MOST_BYTES", 4000)
    wire.pack(np.zeros(300))
    with pytest.raises(WireError, match="too large to hand over"):
        wire.pack(np.zeros(400))
    with pytest.raises(WireError, match="too large to hand over"):
        wire.encode({"v": wire.pack(["x" * 90] * 50)})
    assert isinstance(crossed(2**5000), wire.Opaque)


def test_what_cannot_cross_is_shown_by_its_looks():
    looks = {"opaque": ["Tree", "<a tree>"]}
    found = crossed([object()], other=lambda _: looks)[0]
    assert type(found).__name__ == "Tree"
    assert repr(found) == "<a tree>"
    odd = wire.unpack({"opaque": ["no name <b>", "x" * 999]})
    assert type(odd).__name__ == "object"
    assert len(repr(odd)) == 200


def array(**changes):
    """Give the message of two float32 zeros, damaged."""
    good = {"array": "AAAAAAAAAAA=", "dtype": "<f4", "shape": [2]}
    return good | changes


DAMAGED = {
    "no dict": 3,
    "a list": [],
    "unknown": {"spell": 1},
    "nothing": {},
    "plain with a list": {"plain": [1]},
    "plain with a dict": {"plain": {}},
    "complex of text": {"complex": ["x", 1]},
    "bytes that are none": {"bytes": "***"},
    "a dict of threes": {"dict": [[{"plain": 1}] * 3]},
    "a key without a hash": {"dict": [[{"list": []}, {"plain": 1}]]},
    "a set of lists": {"set": [{"list": []}]},
    "a list of none": {"list": None},
    "objects": array(dtype="|O"),
    "records": array(dtype=[["a", "<f4"]]),
    "a dtype that is text": array(dtype="float32"),
    "a giant item": array(dtype="<U99999"),
    "dates": array(dtype="<M8[s]"),
    "too few bytes": array(shape=[3]),
    "too many bytes": array(shape=[1]),
    "a negative shape": array(shape=[-2]),
    "two minus signs": array(shape=[-1, -2]),
    "a shape of floats": array(shape=[2.0]),
    "a shape of bools": array(shape=[True, 2]),
    "forty axes": array(shape=[1] * 39 + [2]),
    "a shape without end": array(shape=[2**62, 2**62, 0, 1]),
    "no shape": {"array": "", "dtype": "<f4"},
    "bytes outside of base64": array(array="AAAA\nAAAA"),
    "an opaque of one": {"opaque": ["x"]},
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_messages_are_refused(name):
    with pytest.raises(WireError):
        wire.unpack(DAMAGED[name])
    with pytest.raises(WireError):
        wire.unpack({"list": [DAMAGED[name]]})


def test_a_deep_message_is_refused():
    packed = {"plain": 1}
    for _ in range(30):
        packed = {"list": [packed]}
    with pytest.raises(WireError, match="nested too deep"):
        wire.unpack(packed)


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"3", b"{", b"\xff\xfe", b"[" * 10**5], ids=len
)
def test_bodies_that_are_no_message_are_refused(body):
    with pytest.raises(WireError, match="no message"):
        wire.decode(body)


WORDS = st.sampled_from(
    [
        "plain",
        "array",
        "dtype",
        "shape",
        "scalar",
        "dict",
        "list",
        "tuple",
        "set",
        "opaque",
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(WORDS, x, max_size=3),
    max_leaves=8,
)


@given(json_values)
@settings(max_examples=200, deadline=None)
def test_whatever_the_box_says_is_a_value_or_an_error(message):
    message = json.loads(json.dumps(message))
    try:
        found = wire.unpack(message)
    except WireError:
        return
    wire.pack(found, lambda _: {"plain": None})


@given(st.text() | st.integers() | st.lists(st.integers()))
@settings(max_examples=50, deadline=None)
def test_clip_gives_a_short_text(value):
    assert isinstance(wire.clip(value), str)
    assert len(wire.clip(value, 10)) <= 10
