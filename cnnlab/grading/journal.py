"""What a run leaves on disk, so that the next one can go on.

`grading/ASSIGNMENT/` holds the seed and one log a notebook. A log is written
whole or not at all, and names all that its result depends on by a key: where
the key is still right, the result is.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from cnnlab.grading import nbcourse
from cnnlab.grading.assignment import Assignment
from cnnlab.grading.preflight import preflight
from cnnlab.grading.safe_text import write_whole


class Journal:
    """The folder of one assignment's runs."""

    def __init__(self, course: Path, assignment: str) -> None:
        self.folder = Path(course) / "grading" / assignment
        self.state = self._read(self.folder / "state.json")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the assignment: two runs would write over each other.

        The system lets go of the lock when this process ends, in any way.

        Raises
        ------
        nbcourse.CourseError
            If another run holds it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as file:
            try:
                import fcntl
            except ModuleNotFoundError:  # Windows
                yield
                return
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise nbcourse.CourseError(
                    f"another run is grading {self.folder.name} now; wait "
                    "for its end, or stop it"
                ) from error
            yield

    def seed(self, wanted: int | None = None) -> int:
        """One for the whole course: everybody meets the same numbers.

        It is drawn at the first run and kept, so that a regrade repeats it.
        """
        if wanted is not None:
            self.state["seed"] = wanted
        self.state.setdefault("seed", secrets.randbits(31))
        self._save()
        return self.state["seed"]

    def checked(
        self, assignment: Assignment, seed: int, jail: str
    ) -> tuple[Assignment, list[str]]:
        """Run `preflight` once for each version of the assignment."""
        known = self.state.get("preflight", {}).get(assignment.notebook, {})
        if known.get("version") != assignment.version:
            found, warnings = preflight(assignment, seed=seed, jail=jail)
            known = {
                "version": assignment.version,
                "inside": sorted(found.inside),
                "warnings": warnings,
                "limits": asdict(assignment.limits),
            }
            every = self.state.setdefault("preflight", {})
            every[assignment.notebook] = known
            self._save()
        inside = frozenset(known["inside"])
        return replace(assignment, inside=inside), known["warnings"]

    def path(self, student: str, notebook: str) -> Path:
        """Where the log of one notebook is."""
        return self.folder / "logs" / student / f"{notebook}.json"

    def load(self, student: str, notebook: str, key: str) -> dict | None:
        """The result, if it is there and still right."""
        result = self._read(self.path(student, notebook))
        return result if result.get("key") == key else None

    def keep(self, result: dict) -> None:
        """Write a result, whole or not at all."""
        path = self.path(result["student"], result["notebook"])
        write_whole(path, json.dumps(result, indent=1) + "\n")

    def keep_original(self, student: str, notebook: str, data: bytes) -> None:
        """A copy of what was handed in and had to be mended."""
        path = self.folder / "as_submitted" / student / f"{notebook}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    @staticmethod
    def _read(path: Path) -> dict:
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _save(self) -> None:
        text = json.dumps(self.state, indent=1) + "\n"
        write_whole(self.folder / "state.json", text)
