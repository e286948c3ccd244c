"""Seconds of a build of the book: cold, of one changed page, unchanged.

There is no other side to compare with, so the rows have limits in seconds.
The long ones are measured in a copy of the repository, where nothing has been
executed, by the program that `make book` calls.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rows import Row

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html" / "index.html"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "build", "dist", "course", "__pycache__"
)
COLD, UNCHANGED = 15 * 60.0, 10.0  # seconds that were asked for at most
PAGE = Path("book", "03_convolution.md")


def rows(full: bool) -> list[Row]:
    """The unchanged build, three times; with ``full`` a cold one first."""
    if full:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "copy")
            shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
            return _all(copy)
    if not BUILT.exists():
        print("book: needs a built book, see `make book`")
        return []
    build(ROOT)  # what has changed since
    return [_unchanged(ROOT)]


def _all(root: Path) -> list[Row]:
    cold = build(root)
    unchanged = _unchanged(root)
    page = root / PAGE
    page.write_text(page.read_text("utf-8") + "\nWords.\n", "utf-8")
    # A page's words were never promised a time: no limit.
    return [
        _row("cold build, all pages executed", cold, 1, COLD),
        unchanged,
        _row("build after one page's words changed", build(root), 1, None),
    ]


def _unchanged(root: Path) -> Row:
    rounds = 3
    best = min(build(root) for _ in range(rounds))
    return _row("build where nothing changed", best, rounds, UNCHANGED)


def _row(what: str, ours: float, rounds: int, limit: float | None) -> Row:
    detail = {"kernels side by side": os.cpu_count()}
    return Row(
        "book", what, "s", ours, None, None, None, rounds, detail, limit
    )


def build(root: Path) -> float:
    """Seconds of one build; its words only where it fails."""
    environment = os.environ | {"PYTHONPATH": str(root)}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "build.py")],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.stderr.write(done.stdout[-5000:] + done.stderr[-5000:])
        raise RuntimeError(f"the book was not built in {root}")
    return seconds
