"""Three hundred submissions: true scores, kills, clusters.

What each submission must score is known from its making (`grading_crowd`).
"""

import random
import socket
import subprocess
import sys
import time

import pytest

pytest.importorskip("nbgrader")

from gradebook_course import rows_of
from grading_crowd import Crowd, grade, kill_after, logs

NAME = "03_conv2d"
pytestmark = pytest.mark.slow
in_turn = pytest.mark.xdist_group("crowd")  # they share a course


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Twenty submissions of every kind, graded once."""
    root = tmp_path_factory.mktemp("small")
    crowd = Crowd(NAME, root)
    handed = crowd.submit(20)
    printed = grade(root, NAME, "--jobs", "2")
    return root, handed, printed


def wrong_scores(root, handed) -> dict:
    """Students whose score is not the truth: (kind, score, truth)."""
    found = logs(root, NAME)
    assert found.keys() == handed.keys()
    return {
        student: (h.kind, found[student]["score"], h.score)
        for student, h in handed.items()
        if abs(found[student]["score"] - h.score) > 1e-9
    }


def tables(root):
    folder = root / "grading" / NAME
    return {
        path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))
    }


@in_turn
def test_scores_are_the_truth(small):
    root, handed, printed = small
    assert wrong_scores(root, handed) == {}
    assert "20 graded, 0 kept" in printed


@in_turn
def test_nothing_is_graded_twice(small):
    root, _, _ = small
    before = rows_of(root), tables(root)
    assert "0 graded, 20 kept" in grade(root, NAME)
    assert (rows_of(root), tables(root)) == before


@in_turn
def test_regrade_gives_the_same(small):
    root, _, _ = small
    before = rows_of(root), tables(root)
    printed = grade(root, NAME, "--regrade", "--student", "s003", "--jobs=1")
    assert "1 graded, 0 kept" in printed
    assert (rows_of(root), tables(root)) == before


@in_turn
def test_a_changed_submission_is_graded_again(small):
    root, handed, _ = small
    path = root / "submitted" / "s005" / NAME / f"{NAME}.ipynb"
    data = path.read_bytes()
    path.write_bytes(data + b"\n")
    assert "1 graded, 19 kept" in grade(root, NAME)
    path.write_bytes(data)
    assert "1 graded, 19 kept" in grade(root, NAME)
    assert wrong_scores(root, handed) == {}


@pytest.fixture
def scheduler():
    """A Dask scheduler and one worker, as programs of their own."""
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    python = [sys.executable, "-m", "distributed.cli"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    programs = [
        subprocess.Popen(
            [python[0], "-m", "distributed.cli.dask_scheduler"]
            + ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
            **quiet,
        ),
        subprocess.Popen(
            [python[0], "-m", "distributed.cli.dask_worker", address]
            + ["--host", "127.0.0.1", "--nthreads", "2", "--no-dashboard"],
            **quiet,
        ),
    ]
    yield address
    for program in programs:
        program.kill()
        program.wait()


@in_turn
def test_clusters_give_the_same(small, scheduler, tmp_path):
    """Dask here and Dask at an address, against threads."""
    root, _, _ = small
    expected = rows_of(root), tables(root)
    for address in ("local", scheduler):
        copy = tmp_path / address.split(":")[0]
        Crowd(NAME, copy).submit(20)
        printed = grade(copy, NAME, "--cluster", address, "--jobs", "2")
        assert "20 graded" in printed
        assert (rows_of(copy), tables(copy)) == expected, address


def test_three_hundred_and_three_kills(tmp_path):
    """Killed at random moments and resumed, as if nothing had happened."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    handed = Crowd(NAME, whole).submit(300)
    grade(whole, NAME, "--jobs", "2")
    assert len(handed) == 300
    assert wrong_scores(whole, handed) == {}

    Crowd(NAME, killed).submit(300)
    luck, done = random.Random(time.time_ns()), [0]
    for _ in range(3):
        seconds = luck.uniform(0, 8)
        done.append(kill_after(seconds, killed, NAME, "--jobs", "2"))
        print(f"killed after {seconds:.1f} s with {done[-1]} graded")
        assert done[-1] >= done[-2]
    assert 0 < done[-1] < 300
    printed = grade(killed, NAME, "--jobs", "2")
    kept = int(printed.split(" kept")[0].split()[-1])
    assert kept >= done[-1]
    assert rows_of(killed) == rows_of(whole)
    assert tables(killed) == tables(whole)
