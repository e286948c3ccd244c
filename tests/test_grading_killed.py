"""Killed in the middle and applied again; and three hundred of them."""

import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

import gradebook_course as course
from gradebook_course import FAILED, result, rows_of, submit

from cnnlab.grading import gradebook
from cnnlab.grading.gradebook import GradebookWriter

pytest_plugins = ["gradebook_fixtures"]


HERE = Path(__file__).resolve().parent

STEPS = (
    "cnnlab.grading.rows.set_comments",
    "cnnlab.grading.rows.set_penalty",
    "cnnlab.grading.autograded.write",
    "cnnlab.grading.gradebook.write_whole",
)


class Killed(BaseException):
    """What no handler of ours should swallow."""


@pytest.mark.parametrize("step", STEPS)
def test_stopped_and_applied_again(root, fresh, monkeypatch, step):
    submit(root, "ada", "2026-01-01 12:00:00 UTC")
    gradebook.apply(root, result(student="bob"))
    with monkeypatch.context() as patch:

        def stop(*_, **__):
            raise Killed

        patch.setattr(step, stop)
        with GradebookWriter(root) as writer, pytest.raises(Killed):
            writer.apply(result(test=FAILED))
    if step.startswith("cnnlab.grading.rows"):  # before the commit
        assert rows_of(root)["student"] == [(1, "bob")]
    gradebook.apply(root, result(test=FAILED))
    again = shutil.copytree(fresh, root.parent / "again")
    submit(again, "ada", "2026-01-01 12:00:00 UTC")
    for given in (result(student="bob"), result(test=FAILED)):
        gradebook.apply(again, given)
    assert rows_of(root) == rows_of(again)
    assert files_in(root) == files_in(again)


def files_in(root):
    found = (root / "autograded").rglob("*")
    return {p.relative_to(root): p.read_bytes() for p in found if p.is_file()}


MANY = 40
LOOP = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from gradebook_course import result
from cnnlab.grading.gradebook import GradebookWriter
with GradebookWriter(Path(sys.argv[1])) as writer:
    for number in range({MANY}):
        print(number, flush=True)
        writer.apply(result(student=f"s{{number:02}}"))
"""


@pytest.mark.slow
def test_killed_for_good_and_resumed(root):
    """SIGKILL at three moments; then the rows are those of a quiet run."""
    for before, moment in ((3, 0.0), (9, 0.005), (17, 0.02)):
        process = subprocess.Popen(
            [sys.executable, "-c", LOOP, str(root)], stdout=subprocess.PIPE
        )
        while process.stdout.readline() != f"{before}\n".encode():
            assert process.poll() is None
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    killed = len(rows_of(root)["student"])
    assert 17 <= killed < MANY, "the kills came too early or too late"
    command = [sys.executable, "-c", LOOP, str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    quiet = root.parent / "quiet"
    course.make_course(quiet)
    with GradebookWriter(quiet) as writer:
        for number in range(MANY):
            writer.apply(result(student=f"s{number:02}"))
    assert rows_of(root) == rows_of(quiet)
    assert not list(root.rglob("autograded/**/.*"))


# -- many ---------------------------------------------------------------------

MANY_SECONDS = 20.0  # of CPU; about 8 on two cores of 2024
MEGABYTES = 24  # growth of the peak from 100 to 300 results


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.slow
def test_three_hundred_are_quick_and_memory_is_flat(root, writer):
    start, peak = time.process_time(), 0.0
    for number in range(300):
        writer.apply(result(student=f"s{number:03}"))
        if number == 100:
            peak = peak_megabytes()
    assert time.process_time() - start < MANY_SECONDS
    assert peak_megabytes() - peak < MEGABYTES
    assert len(rows_of(root)["student"]) == 300
