"""Hundreds of submissions to one exercise, with the truth from their making.

Right answers, known mutants, stubs, broken files, notebooks that break their
kernel, that cheat, and that an editor has damaged. What each must score is
known before anybody grades: from plain processes for mutants, from the kind
of damage for the rest.
"""

import copy
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from exercise_helpers import course, folders, runs
from nbformat.v4 import new_code_cell

SEED = 20240229


@dataclass(frozen=True)
class Handed:
    """One submission: the bytes of its file, and what it must score."""

    kind: str
    data: bytes
    score: float


# A line at the end of the answer that `tests` below it depend on.
HOSTILE = {
    "exits": "import os\nos._exit(0)",
    "loops in a cell": "while True:\n    pass",
    "kills everybody": "import os\nos.kill(-1, 9)",
    "hooks": (
        "get_ipython().events.register('pre_run_cell', lambda *a: None)\n"
        "get_ipython().run_cell = lambda *a, **k: None"
    ),
    "patches NumPy": (
        "np.testing.assert_allclose = lambda *a, **k: None\n"
        "np.allclose = lambda *a, **k: True"
    ),
}


class Crowd:
    """Makes submissions to one exercise, in turn of every kind."""

    def __init__(self, name: str, root: Path) -> None:
        folder = next(f for f in folders.folders() if f.name == name)
        self.exercise = folders.load(folder)
        assert course.make_course([self.exercise], root) == 0
        self.root, self.name = root, name
        path = root / "release" / name / f"{name}.ipynb"
        self.release = nbformat.read(path, 4)
        self.points = {
            folders.grade_id(c): c.metadata["nbgrader"]["points"]
            for c in self.exercise.notebook.cells
            if folders.is_test(c)
        }
        self.full = float(sum(self.points.values()))

    def written(self, answers=None):
        """The release notebook with the answer cells of ``answers``."""
        notebook = copy.deepcopy(self.release)
        if answers is not None:
            texts = {folders.grade_id(c): c.source for c in answers.cells}
            for cell in filter(folders.is_answer, notebook.cells):
                cell.source = texts[folders.grade_id(cell)]
        return notebook

    def mutants(self) -> list[Handed]:
        """Their truth: the cells that fail in a plain process."""
        os.environ["CNNLAB_CHECK_SEED"] = str(SEED)
        try:
            caught = runs.run_mutants(self.exercise)
        finally:
            os.environ.pop("CNNLAB_CHECK_SEED")
        return [
            Handed(
                run.mutant.label,
                packed(
                    self.written(
                        folders.mutated(self.exercise.notebook, run.mutant)
                    )
                ),
                self.full - sum(self.points[key] for key in run.failed),
            )
            for run in caught
        ]

    def right(self) -> list[Handed]:
        """Full marks, also through what editors do to a notebook."""
        plain = self.written(self.exercise.notebook)
        bare = copy.deepcopy(plain)
        for cell in bare.cells:
            cell.metadata = {}
        twice = copy.deepcopy(plain)
        twice.cells.insert(5, copy.deepcopy(twice.cells[5]))
        twice.cells[5].id = "pasted"
        windows = packed(plain).replace(b"\\n", b"\\r\\n")
        kinds = {"right": plain, "bare": bare, "twice": twice}
        handed = [Handed(k, packed(n), self.full) for k, n in kinds.items()]
        return [*handed, Handed("windows", windows, self.full)]

    def hostile(self) -> list[Handed]:
        """Stubs with an attack before them: nothing earned, nothing gained."""
        found = []
        for kind, attack in HOSTILE.items():
            notebook = self.written()
            notebook.cells.insert(3, new_code_cell(attack))
            found.append(Handed(kind, packed(notebook), 0.0))
        return found

    def broken(self) -> list[Handed]:
        """Files that are no notebook, and one with nothing written."""
        whole = packed(self.written(self.exercise.notebook))
        return [
            Handed("empty", b"", 0.0),
            Handed("half", whole[: len(whole) // 2], 0.0),
            Handed("list", b"[1, 2, 3]", 0.0),
            Handed("noise", bytes(range(256)) * 9, 0.0),
            Handed("stub", packed(self.written()), 0.0),
        ]

    def submit(self, count: int) -> dict[str, Handed]:
        """Hand in ``count`` notebooks; of each kind some, mixed."""
        groups = [self.right(), self.mutants(), self.mutants_again()]
        groups += [self.broken(), self.hostile()]
        shares = [0.3, 0.4, 0.1, 0.1, 0.1]
        luck, chosen = random.Random(5), []
        for group, share in zip(groups, shares, strict=True):
            chosen += [
                group[i % len(group)] for i in range(round(share * count))
            ]
        luck.shuffle(chosen)
        students = {f"s{i:03d}": h for i, h in enumerate(chosen[:count])}
        for student, handed in students.items():
            folder = self.root / "submitted" / student / self.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{self.name}.ipynb").write_bytes(handed.data)
        return students

    def mutants_again(self) -> list[Handed]:
        """Mutants whose other cells crash or loop where nothing depends."""
        found = []
        for handed in self.mutants()[::5]:
            notebook = nbformat.reads(handed.data.decode(), 4)
            notebook.cells.append(new_code_cell("raise SystemExit(3)"))
            notebook.cells.append(new_code_cell("import os\nos.abort()"))
            kind = f"{handed.kind}, then a crash"
            found.append(Handed(kind, packed(notebook), handed.score))
        return found


def packed(notebook) -> bytes:
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).encode()


def command(root: Path, name: str, *more: str) -> list[str]:
    words = ["grade", str(root), "--assignment", name, "--seed", str(SEED)]
    words += ["--cpu-seconds", "5"]  # a right answer needs a tenth of it
    program = "from cnnlab.cli import app; app()"
    return [sys.executable, "-c", program, *words, *more]


def grade(root: Path, name: str, *more: str) -> str:
    """Run the command to its end; return what it printed."""
    done = subprocess.run(
        command(root, name, *more), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def kill_after(seconds: float, root: Path, name: str, *more: str) -> int:
    """Start the command, SIGKILL it, and return how many logs there are.

    ``seconds`` count from its first result on, whatever it took to start.
    """
    before = len(logs(root, name))
    process = subprocess.Popen(
        command(root, name, *more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(logs(root, name)) == before and process.poll() is None:
        time.sleep(0.05)
    time.sleep(seconds)
    assert process.poll() is None, "it ended before it was killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(logs(root, name))


def logs(root: Path, name: str) -> dict[str, dict]:
    """The result of each student."""
    found = {}
    for path in sorted((root / "grading" / name / "logs").glob("*/*.json")):
        found[path.parent.name] = json.loads(path.read_text("utf-8"))
    return found
