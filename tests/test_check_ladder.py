"""The ladder of checks: each rung stops what it should, and only that."""

import numpy as np
import pytest

from cnnlab import check

X = np.arange(6.0).reshape(2, 3)


@pytest.fixture
def t():
    return check.cell("rung", hint="Look again.", reread="page", seed=5)


def fails(words):
    return pytest.raises(check.CheckFailed, match=words)


def test_a_right_answer_passes_and_says_so_once(t, capsys):
    t.signature(lambda x, padding=0: x, "x", padding=0)
    t.call(lambda x: x + 1, X).equals(X + 1).has_dtype(float).has_shape(2, 3)
    t.passed()
    out, err = capsys.readouterr()
    assert (out, err) == ("rung: passed (seed 5)\n", "")


def test_what_is_not_callable(t):
    with fails("need a function or a class"):
        t.call(3, X)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda w, x, stride=1: 0, "other names or another order"),
        (lambda x, w: 0, "other names or another order"),
        (lambda x, w, stride=2: 0, "`stride` has another default"),
        (lambda x, w, stride: 0, "got +stride without a default"),
        (lambda x, w, stride=1, *, must: 0, "other names"),
    ],
)
def test_a_signature_that_calls_would_not_fit(t, function, words):
    with fails(words):
        t.signature(function, "x", "w", stride=1)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, w, stride=1: 0,
        lambda x, w, stride=1, more=None: 0,
        lambda *args, **kwargs: 0,
        print,  # takes *values
    ],
)
def test_a_signature_that_fits_or_is_not_judged(t, function):
    t.signature(function, "x", "w", stride=1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "is None, not an array. Is a `return` missing?"),
        ([[0.0]], "is a list, not an array"),
        (np.array(["a"]), "not of numbers"),
        (X.T, "wrong shape"),
        (X.astype(int), "holds integers"),
        (X.astype(bool), "holds integers"),
        (np.where(X == 4, np.nan, X), r"not finite[^$]+first at \[1, 1\]"),
        (np.where(X == 4, np.inf, X), "not finite"),
        (X + 1e-9, "6 of 6 values are off"),
        (np.where(X == 5, 9, X), r"first at \[1, 2\]: got 9.0, expected 5.0"),
    ],
)
def test_a_wrong_array(t, answer, words):
    with fails(words):
        t.call(lambda: answer).equals(X)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (3.0, "whole number"),
        (True, "is a bool, not a number"),
        ("3", "is a str, not a number"),
        (None, "is None"),
        (4, "is not right"),
        (10**400, "is not right"),
        (np.array([3]), "not a number"),
    ],
)
def test_a_wrong_whole_number(t, answer, words):
    with fails(words):
        t.call(lambda: answer).equals(3)


@pytest.mark.parametrize("answer", [3, np.int32(3), np.array(3)])
def test_a_right_whole_number(t, answer):
    t.call(lambda: answer).equals(3)


def test_floats_and_texts(t):
    t.call(lambda: np.float32(0.1)).equals(0.1)
    t.call(lambda: "same").equals("same")
    with fails("got +0.100001"):
        t.call(lambda: 0.100001).equals(0.1)
    with fails("not finite"):
        t.call(lambda: float("nan")).equals(0.1)
    with fails("is not right"):
        t.call(lambda: "valid").equals("same")


def test_containers_name_the_item(t):
    t.call(lambda: [X, 2]).equals((X, 2))
    with fails(r"result\[1\] are not right"):
        t.call(lambda: (X, X)).equals((X, X + 1))
    with fails("tuple of 2 items"):
        t.call(lambda: X).equals((X, X))
    with fails(r"result\['a'\]"):
        t.call(lambda: {"a": 1}).equals({"a": 2})
    with fails("has no 'a'"):
        t.call(lambda: {"b": 1}).equals({"a": 1})


def test_a_wrong_dtype_costs_the_dtype_check_alone(t):
    single = t.call(lambda: (X / 3).astype(np.float32))
    single.equals(X / 3)
    with fails("wrong dtype"):
        single.has_dtype(np.float64)


@pytest.mark.parametrize(
    ("dtype", "small", "large"),
    [(np.float64, 1e-13, 1e-11), (np.float32, 3e-6, 1e-4)],
)
def test_the_tolerance_is_that_of_the_dtype(t, dtype, small, large):
    x = np.ones((2, 2), dtype)
    t.call(lambda: x * dtype(1 + small)).equals(np.ones((2, 2)))
    with fails("values are off"):
        t.call(lambda: x * dtype(1 + large)).equals(np.ones((2, 2)))


def test_the_tolerance_grows_with_the_terms(t):
    close = t.call(lambda: X * (1 + 5e-12))
    close.equals(X, terms=100)
    with fails("are off"):
        close.equals(X, terms=1)


def test_a_changed_input_is_named(t):
    def change(x, scale):
        scale["by"][0] = 7.0
        return x

    with fails(r"`scale`\['by'\] at \[0\] was 2.0, now is 7.0"):
        t.call(change, X, scale={"by": np.array([2.0])}).equals(X)


def test_a_changed_input_does_not_reach_the_test(t):
    x = X.copy()

    def change(x):
        x *= 2
        return x

    with fails(r"argument 1 at \[0, 1\] was 1.0, now is 2.0"):
        t.call(change, x).equals(2 * x)
    np.testing.assert_array_equal(x, X)


def test_a_result_is_not_changed_by_a_later_call(t):
    buffer = np.zeros(2)

    def reuse(x):
        buffer[:] = x
        return buffer

    first = t.call(reuse, 1.0)
    t.call(reuse, 2.0)
    first.equals(np.ones(2))


def test_a_subclass_cannot_agree_with_everything(t):
    class Agree(np.ndarray):
        def __array_ufunc__(self, *args, **kwargs):
            return True

        def __eq__(self, other):
            return True

    with fails("are not right"):
        t.call(lambda: (X + 1).view(Agree)).equals(X)
