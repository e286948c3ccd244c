"""Grading: submissions a second, in the box, against nbgrader's autograde."""

import os
import sys
import tempfile
import time
from pathlib import Path

from rows import Row

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]
NAME = "03_conv2d"
AIM = 5.0


def rows(full: bool) -> list[Row]:
    """One row; three rounds where ``full``."""
    with tempfile.TemporaryDirectory() as folder:
        return [_speed(Path(folder), rounds=3 if full else 1)]


def make_course(root: Path, count: int) -> dict:
    """A course with right answers and mutants; no broken files, as
    nbgrader's batch would stop at them."""
    from grading_crowd import Crowd

    crowd = Crowd(NAME, root)
    handed = [*crowd.right()[:1] * 5, *crowd.mutants()]
    for number in range(count):
        folder = root / "submitted" / f"s{number:03d}" / NAME
        folder.mkdir(parents=True, exist_ok=True)
        data = handed[number % len(handed)].data
        (folder / f"{NAME}.ipynb").write_bytes(data)
    return {"count": count}


def _ours(root: Path, jobs: int) -> None:
    from grading_crowd import grade

    grade(root, NAME, "--regrade", "--jobs", str(jobs))


def _theirs(root: Path) -> None:
    from exercise_helpers import course

    done = course.run_nbgrader(root, "autograde", NAME)
    assert done.returncode == 0, done.stderr


def _speed(folder: Path, rounds: int) -> Row:
    """Both grade the same notebooks, in turn, from the command line on."""
    many, jobs = 24, os.cpu_count() or 1
    courses = {"ours": folder / "ours", "theirs": folder / "theirs"}
    for root in courses.values():
        make_course(root, many)
    seconds: dict[str, list[float]] = {"ours": [], "one": [], "theirs": []}
    for _ in range(rounds):
        work = {
            "ours": lambda: _ours(courses["ours"], jobs),
            "one": lambda: _ours(courses["ours"], 1),
            "theirs": lambda: _theirs(courses["theirs"]),
        }
        for side, grade in work.items():
            start = time.perf_counter()
            grade()
            seconds[side].append(time.perf_counter() - start)
    best = {side: many / min(times) for side, times in seconds.items()}
    return Row(
        "grading",
        f"{many} submissions of {NAME}, box on, against nbgrader autograde",
        "submissions/s",
        best["ours"],
        best["theirs"],
        best["ours"] / best["theirs"],
        AIM,
        rounds,
        {"jobs": jobs, "one job at a time": best["one"], "seconds": seconds},
    )
