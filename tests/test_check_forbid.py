"""Closed shortcuts: shut during the call, as before after it."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest
from numpy import convolve  # imported by name on purpose

from cnnlab import check

A = np.arange(4.0)


def closed(function):
    with pytest.raises(check.CheckFailed, match="closed") as caught:
        check.cell("c").call(function)
    return str(caught.value)


def test_numpy_by_attribute_and_by_name():
    original = np.convolve
    assert "numpy.convolve" in closed(lambda: np.convolve(A, A))
    assert "numpy.correlate" in closed(lambda: np.correlate(A, A))
    assert "numpy.convolve" in closed(lambda: convolve(A, A))
    assert np.convolve is original
    assert convolve is original


def test_everything_is_restored_after_an_error():
    path, original = list(sys.meta_path), np.correlate
    with check.forbidden():
        assert np.correlate is not original

    def fail():
        assert np.correlate is not original
        raise ZeroDivisionError

    with pytest.raises(check.CheckFailed, match="ZeroDivisionError"):
        check.cell("c").call(fail)
    assert np.correlate is original
    assert sys.meta_path == path


def test_the_truth_is_no_answer():
    def borrow():
        return check.truth.output_size(7, 3)

    assert "cnnlab.check.truth.output_size" in closed(borrow)
    assert "cnnlab.check.slips" in closed(
        lambda: check.slips.output_size(7, 3, 1, 0)
    )
    assert check.truth.output_size(7, 3) == 5


def test_the_reference_is_no_answer():
    pytest.importorskip("cnnlab.reference.conv")

    def borrow():
        from cnnlab import reference

        names = [n for n in vars(reference.conv) if n.startswith("conv2d")]
        return getattr(reference.conv, names[0])(A, A)

    assert "cnnlab.reference" in closed(borrow)


def test_a_cell_can_open_everything():
    t = check.cell("c", forbid=())
    t.call(lambda: np.convolve(A, [1.0])).equals(A)


def run(code):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "from scipy.signal import correlate2d",
        "import scipy.signal as s; s.correlate2d",
        "from scipy import signal; signal.correlate2d",
        "from cnnlab.reference import conv",
        "from cnnlab import shapes",
    ],
)
def test_a_module_that_is_not_loaded_yet(line):
    pytest.importorskip("scipy")
    out = run(f"""
        import sys
        from cnnlab import check
        def learner():
            {line}
        try:
            check.cell("c").call(learner)
        except check.CheckFailed as error:
            print(error)
        {line}
        print("open again")
        """)
    assert "is closed" in out
    assert out.endswith("open again\n")


def test_a_part_of_our_package_that_is_not_loaded_yet():
    out = run("""
        import cnnlab.reference
        from cnnlab import check
        def learner():
            from cnnlab.reference import pool
        try:
            check.cell("c").call(learner)
        except check.CheckFailed as error:
            print(error)
        """)
    assert "`cnnlab.reference.pool` does the whole job" in out


def test_a_module_that_is_loaded_already():
    pytest.importorskip("scipy")
    out = run("""
        import numpy as np
        import scipy.signal
        from scipy.signal import correlate2d as mine
        from cnnlab import check
        x = np.eye(3)
        for f in (lambda: mine(x, x), lambda: scipy.signal.convolve(x, x)):
            try:
                check.cell("c").call(f)
            except check.CheckFailed as error:
                print(str(error).splitlines()[0])
        print(mine(x, x).shape)
        """)
    lines = out.splitlines()
    assert "scipy.signal" in lines[0]
    assert "scipy.signal" in lines[1]
    assert lines[2] == "(5, 5)"


@pytest.mark.torch
def test_torch_is_closed_if_loaded_and_refused_if_not():
    pytest.importorskip("torch")
    out = run("""
        from cnnlab import check
        def learner():
            import torch
        def other():
            x = torch.ones(1, 1, 3, 3)
            return torch.nn.functional.conv2d(x, x)
        def attempt(f):
            try:
                check.cell("c").call(f)
            except check.CheckFailed as error:
                print(str(error).splitlines()[0])
        attempt(learner)
        import torch
        attempt(other)
        print(other().shape)
        """)
    lines = out.splitlines()
    assert lines[0].startswith("`torch` does the whole job")
    assert lines[1].startswith("`torch.nn.functional.conv2d` does")
    assert lines[2] == "torch.Size([1, 1, 1, 1])"
