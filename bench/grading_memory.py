"""Grading: whether memory stays flat over hundreds of submissions."""

import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psutil
from grading import NAME, make_course
from rows import Row

COUNT = 300


def rows(full: bool) -> list[Row]:
    """One row where ``full``; it takes minutes."""
    if not full:
        return []
    with tempfile.TemporaryDirectory() as folder:
        return [_memory(Path(folder) / "crowd")]


def _memory(root: Path) -> Row:
    """The largest resident size of the grader, early and late in 300."""
    make_course(root, COUNT)
    from grading_crowd import command

    process = subprocess.Popen(
        command(root, NAME, "--jobs", "2"), stdout=subprocess.DEVNULL
    )
    seen: list[float] = []

    def look() -> None:
        main = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                tree = [main, *main.children()]
                sizes = [p.memory_info().rss for p in tree]
            except psutil.Error:
                continue
            seen.append(sum(sizes) / 2**20)
            time.sleep(0.25)

    watcher = threading.Thread(target=look)
    watcher.start()
    assert process.wait() == 0
    watcher.join()
    third = len(seen) // 3
    early, late = max(seen[:third]), max(seen[-third:])
    return Row(
        "grading memory",
        f"largest memory of grader and referees, last third of {COUNT} "
        "submissions against the first",
        "MB",
        late,
        early,
        early / late,
        0.9,
        1,
        {"looks": len(seen)},
    )
