"""What the learner reads: one problem, one call, one hint."""

import subprocess
import sys

import numpy as np
import pytest

from cnnlab import check
from cnnlab.check.message import long, number_pair, short


def message_of(function, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.fixture
def t():
    hint = "Turn the page, then turn it again and look at the corner of it."
    return check.cell("talk", hint=hint, reread="p.html#s", seed=3)


def test_a_whole_message(t):
    def twice(x, by=2):
        return x * by

    x = np.array([1.0, 2.0])
    result = t.call(twice, x, by=3)
    expected = """\
The values of the result are not right.

  call        twice([1., 2.], by=3)
  got         2 float64 array
              [3. 6.]
  expected    2 float64 array
              [2. 4.]
  differs     first at [0]: got 3.0, expected 2.0 (2 of 2 values are off)
  looks like  every value is 1.5 times the expected one

Hint: Turn the page, then turn it again and look at the corner of it.
Reread: p.html#s
(talk, seed 3)"""
    assert message_of(result.equals, 2 * x) == expected


def test_one_hint_and_one_only(t):
    text = message_of(t.call, lambda: 1 / 0)
    assert text.count("Hint:") == 1


def test_a_known_slip_is_named_also_where_the_shape_is_wrong(t):
    result = t.call(lambda: np.zeros((3, 2)))
    wrong = {"the stride is not used": np.zeros((3, 2))}
    assert "the stride is not used" in message_of(
        result.equals, np.zeros((2, 2)), wrong=wrong
    )


def test_two_slips_that_fit_are_both_named(t):
    wrong = {"this": 4, "not this": 5, "that": 4, "those": 4}
    text = message_of(t.call(lambda: 4).equals, 3, wrong=wrong)
    assert "looks like  this, or that\n" in text


def test_slips_are_not_computed_for_a_right_answer(t):
    def wrong():
        raise RuntimeError

    t.call(lambda: 4).equals(4, wrong=wrong)


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda y: y.T, "rows and columns are swapped"),
        (lambda y: y + 0.5, "off by the same amount, 0.5"),
        (lambda y: y / 4, "0.25 times"),
        (lambda y: -y, "-1 times"),
        (lambda y: 0 * y, "every value is 0"),
        (lambda y: y[::-1, ::-1], "upside down and mirrored"),
    ],
)
def test_patterns_that_need_no_data(t, slip, words):
    y = np.arange(1.0, 7.0).reshape(2, 3) ** 2
    assert words in message_of(t.call(lambda: slip(y)).equals, y)


def test_a_result_with_an_axis_too_many_is_a_wrong_shape(t):
    y = np.arange(3.0)
    message = message_of(t.call(lambda: y[:, None]).equals, y)
    assert "wrong shape" in message


def test_noise_looks_like_nothing(t):
    y = t.rng.normal(size=(4, 5))
    noise = t.rng.normal(size=(4, 5))
    assert "looks like" not in message_of(t.call(lambda: noise).equals, y)


def test_arguments_in_short_form():
    big = np.zeros((7, 10), np.float32)
    assert short(big) == "<7x10 float32 array>"
    assert short([(3, 1), (3, 2)]) == "[(3, 1), (3, 2)]"
    assert short({"w": np.eye(2)}) == "{'w': [[1., 0.], [0., 1.]]}"
    assert short(np.array([1], np.uint8)) == "array([1], uint8)"
    assert short((1,)) == "(1,)"
    assert short(1.0) == "1.0"


def test_results_in_long_form_stay_short():
    text = long(np.random.default_rng(0).normal(size=(200, 300)))
    assert text.startswith("200x300 float64 array\n")
    assert len(text.splitlines()) < 8
    assert len(long("a" * 4000)) <= 4000
    assert len(long(["a" * 4000])) < 500


def test_close_numbers_are_told_apart():
    assert number_pair(1.0, 2.0) == ("1.0", "2.0")
    got, expected = number_pair(0.1 + 0.2, 0.3)
    assert got != expected


def test_a_notebook_shows_the_message_and_no_frames():
    error = check.CheckFailed("the message")
    assert error._render_traceback_() == ["CheckFailed: the message"]


def test_a_stub_shows_no_frames_of_ours():
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
shell.run_cell('''
from cnnlab import check
def mine():
    raise NotImplementedError()
check.cell("a").call(mine)
''')
"""
    pytest.importorskip("IPython")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "in mine()" in done.stdout
    assert "verbs.py" not in done.stdout
    assert "cell.py" not in done.stdout


def test_importing_check_loads_neither_torch_nor_the_rest():
    code = (
        "import sys, cnnlab.check;"
        "bad = [m for m in sys.modules if m.startswith(('torch', 'scipy',"
        " 'matplotlib', 'cnnlab.reference', 'cnnlab.data'))];"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
