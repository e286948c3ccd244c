"""A tiny course to attack, its canaries, and the attacks of `red_team/`.

An attack is a file with a docstring: the idea, then the lines ``class:``
(the words of the list of attacks), ``gain:`` (points, read, write, harm or
escape), ``nbgrader:`` (whether plain nbgrader falls for it) and, where it is
no cell, ``place: folder``.
"""

import copy
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

HERE = Path(__file__).parent / "red_team"
# Each stands in one place that no submission may see.
CANARIES = {
    "source": "canary-5f1c-source",
    "neighbour": "canary-81aa-neighbour",
    "home": "canary-c03e-home",
    "environment": "canary-4d77-environment",
}
ESCAPED = "found a way out"  # what an attack prints when it gets through
HONEST = 2.0  # points of `scale`, which every attacker answers rightly
POINTS = 10.0
NAME = "hw"

DOUBLE = "def double(x):\n    return 2 * x"
SMOOTH = """def smooth(x, k):
    n = len(x) - len(k) + 1
    return np.array([(x[i : i + len(k)] * k[::-1]).sum() for i in range(n)])"""
SCALE = """class Scale:
    def __init__(self, factor):
        self.factor = factor

    def apply(self, x):
        return self.factor * x"""
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"

# grade_id, points (None: an answer), source
CELLS = (
    (
        "tools",
        0,
        "import math\nimport numpy as np\nfrom cnnlab import check",
    ),
    ("double", None, DOUBLE),
    (
        "double-plain",
        2,
        f"""assert double(2) == 4
assert 6 == double(3)
### BEGIN HIDDEN TESTS
assert double(21) == 42, "{CANARIES["source"]}"
assert all(map(lambda x: double(x) == 2 * x, [5, 6, 7]))
assert math.isclose(double(0.25), 0.5)
### END HIDDEN TESTS""",
    ),
    (
        "double-values",
        2,
        """cell = check.cell("double-values")
x = cell.rng.normal(size=(3, 4))
cell.call(double, x).equals(2 * x)
cell.passed()""",
    ),
    ("smooth", None, SMOOTH),
    (
        "smooth-plain",
        2,
        """x, k = np.arange(6.0) ** 2, np.array([1.0, 2.0, 4.0])
np.testing.assert_allclose(smooth(x, k), [6, 21, 50, 93])
### BEGIN HIDDEN TESTS
assert np.allclose(smooth(x, k[:2]), [1, 6, 17, 34, 57])
### END HIDDEN TESTS""",
    ),
    (
        "smooth-values",
        2,
        """cell = check.cell("smooth-values")
x, k = cell.rng.normal(size=9), cell.rng.normal(size=4)
expected = [float(x[i : i + 4] @ k[::-1]) for i in range(6)]
cell.call(smooth, x, k).equals(expected)
cell.passed()""",
    ),
    ("scale", None, SCALE),
    (
        "scale-values",
        2,
        """cell = check.cell("scale-values")
three = cell.construct(Scale, 3.0)
cell.method(three, "apply", np.ones(2)).equals(np.full(2, 3.0))
cell.passed()""",
    ),
)


@dataclass(frozen=True)
class Attack:
    """One file of `red_team/`."""

    name: str
    text: str  # without the docstring, which is for us
    facts: dict

    @property
    def is_folder(self) -> bool:
        return self.facts.get("place") == "folder"


def attacks() -> list[Attack]:
    """Every attack, by name."""
    found = []
    for path in sorted(HERE.glob("*.py")):
        text = path.read_text("utf-8")
        _, head, code = text.split('"""', 2)
        lines = re.findall(r"^(class|gain|nbgrader|place): (.+)$", head, re.M)
        found.append(Attack(path.stem, code.strip() + "\n", dict(lines)))
    return found


def _flags(grade_id: str, points: float | None) -> dict:
    flags = {"schema_version": 3, "grade_id": grade_id, "task": False}
    flags |= {"solution": points is None, "grade": bool(points)}
    flags |= {"locked": points is not None}
    return {"nbgrader": flags | ({"points": points} if points else {})}


def source_notebook() -> dict:
    """The instructor's notebook, with solutions and hidden tests."""
    cells = []
    for grade_id, points, text in CELLS:
        if points is None:
            note = f"# {CANARIES['source']}"
            text = f"### BEGIN SOLUTION\n{note}\n{text}\n### END SOLUTION"
        flags = _flags(grade_id, points)
        cells.append(new_code_cell(text, metadata=flags, id=grade_id))
    kernel = {"name": "python3", "display_name": "Python 3"}
    kernel["language"] = "python"
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def handed_in(**answers: str) -> dict:
    """What a student hands in: his answers, stubs elsewhere."""
    hidden = re.compile(r"### BEGIN HIDDEN.*END HIDDEN TESTS", re.S)
    notebook = copy.deepcopy(source_notebook())
    for cell, (grade_id, points, _) in zip(notebook.cells, CELLS, strict=True):
        if points is None:
            cell.source = answers.get(grade_id, STUB)
        cell.source = hidden.sub("", cell.source)
    return notebook


class Course:
    """A course folder with canaries around it."""

    def __init__(self, root: Path, port: int = 9) -> None:
        self.root, self.home = root / "course", root / "home"
        self.words = {
            "@COURSE@": str(self.root),
            "@HOME@": str(self.home),
            "@PORT@": str(port),
            "@ESCAPED@": ESCAPED,
        }
        self.home.mkdir(parents=True)
        (self.home / "secret.txt").write_text(CANARIES["home"])
        self.write(self.root / "source" / NAME, source_notebook())
        config = 'c = get_config()\nc.CourseDirectory.course_id = "red"\n'
        (self.root / "nbgrader_config.py").write_text(config)

    @staticmethod
    def write(folder: Path, notebook: dict) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))

    def add_honest(self, student: str) -> None:
        """Somebody whose answers are right and not to be seen."""
        mark = f"# {CANARIES['neighbour']}\n"
        self.write(
            self.folder(student),
            handed_in(double=mark + DOUBLE, smooth=SMOOTH, scale=SCALE),
        )

    def add(self, attack: Attack) -> None:
        """Hand an attack in, under its own name."""
        text = attack.text
        for word, meaning in self.words.items():
            text = text.replace(word, meaning)
        folder = self.folder(attack.name)
        folder.mkdir(parents=True)
        if attack.is_folder:
            given = {"folder": folder, "handed_in": handed_in, "SCALE": SCALE}
            exec(compile(text, attack.name, "exec"), given)
        else:
            self.write(folder, handed_in(double=text, scale=SCALE))

    def folder(self, student: str) -> Path:
        return self.root / "submitted" / student / NAME

    def fingerprint(self) -> dict[str, str]:
        """Every file of the course and of the home folder, with its hash."""
        found = {}
        for top in (self.root, self.home):
            for where, _, names in os.walk(top):
                for name in names:
                    path = Path(where, name)
                    if path.is_file() and not path.is_symlink():
                        with path.open("rb") as file:
                            sum_ = hashlib.file_digest(file, "sha256")
                        found[str(path)] = sum_.hexdigest()
        return found
