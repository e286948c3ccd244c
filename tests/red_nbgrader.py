"""Plain `nbgrader autograde` on a course of attacks, in an outer box.

The box is ours alone: no network, no other process, a copy of the course,
limits on memory, processes and time. What the attacks do to nbgrader stays
in there; what became of the course comes back.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cnnlab.grading import jail

CONFIG = """
c.ExecutePreprocessor.timeout = 8
c.ExecutePreprocessor.iopub_timeout = 4
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE\\nraise NotImplementedError()"
}
"""
STEPS = """
ulimit -v 6000000 -u 400 -f 1200000
export PATH={bin}:/usr/bin:/bin HOME={home} TMPDIR=/tmp RED={canary}
cd {course}
{nbgrader} generate_assignment hw
timeout -k 5 {seconds} {nbgrader} autograde hw
echo "autograde ended with $?"
sleep {wait}
"""


@dataclass
class Graded:
    """What plain nbgrader made of a course."""

    log: str
    scores: dict[str, float]  # by student; only who was graded
    marks: float  # the largest manual score: nobody gives any
    folder: Path

    def size(self, student: str) -> int:
        """Bytes of the autograded copies of one student."""
        found = (self.folder / "autograded" / student).rglob("*.ipynb")
        return sum(path.stat().st_size for path in found)

    def text(self, student: str) -> str:
        """Everything in the autograded copies of one student."""
        found = (self.folder / "autograded" / student).rglob("*.ipynb")
        outputs = []
        for path in found:
            for cell in json.loads(path.read_text())["cells"]:
                outputs += cell.get("outputs", [])
        return json.dumps(outputs)


def autograde(
    course: Path, home: Path, canary: str, seconds: int, wait: float = 0
) -> Graded:
    """Run nbgrader on a course that it may destroy."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(CONFIG)
    words = {"course": course, "home": home, "canary": canary}
    words |= {"seconds": seconds, "wait": wait}
    words["nbgrader"] = f"{sys.executable} -m nbgrader"
    words["bin"] = Path(sys.executable).parent
    try:
        done = subprocess.run(
            [*_outer(course, home), "bash", "-c", STEPS.format(**words)],
            capture_output=True,
            timeout=seconds + 120,
            check=False,
        )
        log = (done.stdout + done.stderr).decode("utf-8", "replace")
    except subprocess.TimeoutExpired:  # `timeout` itself was stopped
        log = "the outer box had to be ended from outside"
    return Graded(log, *_marks(course / "gradebook.db"), course)


def _outer(course: Path, home: Path) -> list[str]:
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    command += ["--proc", "/proc", "--dev", "/dev"]
    command += ["--size", str(2**30), "--tmpfs", "/tmp"]
    command += ["--size", str(2**28), "--tmpfs", "/dev/shm"]
    for path in jail.visible():
        command += ["--ro-bind-try", path, path]
    for name in ("bin", "lib", "lib64", "sbin"):
        path = Path("/", name)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
    # The folders of the course stand where they stand outside, so that the
    # attacks find them.
    for path in (course, home):
        command += ["--bind", str(path), str(path)]
    return [*command, "--remount-ro", "/proc", "--clearenv"]


def _marks(database: Path) -> tuple[dict[str, float], float]:
    if not database.exists():
        return {}, 0.0
    copy = database.with_suffix(".copy")
    shutil.copy(database, copy)
    with sqlite3.connect(copy) as book:
        rows = book.execute(
            "SELECT a.student_id, SUM(COALESCE(g.auto_score, 0)), "
            "MAX(COALESCE(g.manual_score, 0)) FROM grade g "
            "JOIN submitted_notebook n ON n.id = g.notebook_id "
            "JOIN submitted_assignment a ON a.id = n.assignment_id "
            "GROUP BY a.student_id"
        ).fetchall()
    book.close()
    scores = {student: score for student, score, _ in rows}
    return scores, max((mark for *_, mark in rows), default=0.0)
