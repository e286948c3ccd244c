"""Exceptions, stderr and seeds: what surrounds the ladder of a cell."""

import subprocess
import sys

import numpy as np
import pytest

from cnnlab import check

X = np.arange(6.0).reshape(2, 3)


@pytest.fixture
def t():
    return check.cell("rung", seed=5)


def fails(words):
    return pytest.raises(check.CheckFailed, match=words)


def test_the_stub_goes_through(t):
    def stub():
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        t.call(stub)


def test_an_exception_keeps_its_cause_and_its_line(t):
    def divide(x):
        return x / ({}["gone"])

    with fails(r"KeyError: 'gone'[^$]+of divide: return x / \(\{\}") as caught:
        t.call(divide, X)
    error = caught.value.__cause__
    assert isinstance(error, check.AnswerError)
    assert isinstance(error.__cause__, KeyError)


def test_an_exit_is_a_failure_and_no_exit(t):
    with fails("SystemExit"):
        t.call(exit)


def test_an_assertion_of_the_learner_is_a_failure_of_the_learner(t):
    def picky():
        raise AssertionError("mine")

    with fails("AssertionError: mine"):
        t.call(picky)


def test_what_goes_to_stderr_comes_out_on_stdout():
    code = """
import sys, warnings
from cnnlab import check

def noisy():
    warnings.warn("old")
    print("bar", file=sys.stderr)
    return 1

check.cell("a").call(noisy).equals(1)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "UserWarning: old" in done.stdout
    assert "bar" in done.stdout


def test_seeds_repeat_and_differ(monkeypatch):
    def draw(**options):
        return check.cell("a", **options).rng.integers(1 << 40)

    assert draw(seed=1) == draw(seed=1)
    assert draw(seed=1) != draw(seed=2)
    assert draw() != draw()
    monkeypatch.setenv("CNNLAB_CHECK_SEED", "9")
    assert draw() == draw() == draw(seed=9)
    other = check.cell("b", seed=9).rng.integers(1 << 40)
    assert other != draw(seed=9)  # cells do not share their numbers
