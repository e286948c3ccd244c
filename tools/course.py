"""Make the nbgrader course, or show which test catches which mistake.

    python tools/course.py             course/ with its release notebooks
    python tools/course.py --mutants   a table of mutants x test cells
    python tools/course.py --reruns N  the solutions, with N fresh seeds

`course/` is made from `exercises/` and is not in git; running this again
brings it up to date and leaves submissions and grades alone.
"""

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

import nbformat
from exercise_folders import EXERCISES, Exercise, folders, load
from exercise_runs import false_alarms, mutant_table
from project import ROOT

CONFIG = EXERCISES / "nbgrader_config.py"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    options = _options(arguments)
    chosen = [f for f in folders() if options.only in (None, f.name)]
    if not chosen:
        names = ", ".join(f.name for f in folders())
        print(f"no exercise {options.only!r}; there are: {names}")
        return 2
    exercises = [load(folder) for folder in chosen]
    if options.mutants:
        return show_mutants(exercises)
    if options.reruns:
        return rerun_solutions(exercises, options.reruns)
    return make_course(exercises, options.course)


def show_mutants(exercises: list[Exercise]) -> int:
    """Print the table of each exercise; fail if a mutant gets away."""
    problems = 0
    for exercise in exercises:
        table, found = mutant_table(exercise)
        print(table, end="\n\n", flush=True)
        problems += found
    return 1 if problems else 0


def rerun_solutions(exercises: list[Exercise], times: int) -> int:
    """Run the solutions again and again; fail if a test cell ever does."""
    start, alarms = secrets.randbits(30), 0
    for exercise in exercises:
        found = false_alarms(exercise, range(start, start + times))
        print(f"{exercise.name}: {times} runs, {len(found)} false alarms")
        for seed, key in found:
            print(f"  {key} with CNNLAB_CHECK_SEED={seed}")
        alarms += len(found)
    return 1 if alarms else 0


def make_course(exercises: list[Exercise], course: Path) -> int:
    """Write sources, then let nbgrader generate the release notebooks."""
    course.mkdir(parents=True, exist_ok=True)
    _write_if_new(course / "nbgrader_config.py", CONFIG.read_text("utf-8"))
    for number, exercise in enumerate(exercises, start=1):
        print(f"[{number}/{len(exercises)}] {exercise.name}: ", end="")
        source = write_source(exercise, course)
        if _is_current(source, course):
            print("up to date")
            continue
        print("nbgrader generate_assignment ...", end=" ", flush=True)
        done = run_nbgrader(course, "generate_assignment", exercise.name)
        if done.returncode:
            print(f"failed\n{done.stderr}")
            return 1
        print("done")
    print(
        f"\nsources    {course / 'source'}\nto hand out {course / 'release'}"
        f"\ngrades     {course / 'gradebook.db'}\n\n"
        f"Next: cnnlab grade {course} --assignment {exercises[0].name}\n"
        "(once submissions are in submitted/STUDENT/EXERCISE/)"
    )
    return 0


def write_source(exercise: Exercise, course: Path) -> Path:
    """Write the instructor's notebook; its time changes if it does."""
    name = exercise.name
    path = course / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_if_new(path, nbformat.writes(exercise.notebook) + "\n")
    return path


def run_nbgrader(
    course: Path, command: str, *arguments: str
) -> subprocess.CompletedProcess:
    """Run an nbgrader command on the course with ``--force``."""
    # nbgrader starts `alembic` and `jupyter` by name: they are next to Python.
    bin_folder = str(Path(sys.executable).parent)
    path = bin_folder + os.pathsep + os.environ.get("PATH", "")
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", command, *arguments, "--force"],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def _is_current(source: Path, course: Path) -> bool:
    release = course / "release" / source.parent.name / source.name
    if not (release.exists() and (course / "gradebook.db").exists()):
        return False
    made = release.stat().st_mtime
    inputs = (source, course / "nbgrader_config.py")
    return all(path.stat().st_mtime <= made for path in inputs)


def _write_if_new(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mutants", action="store_true")
    parser.add_argument("--reruns", type=int, default=0, metavar="N")
    parser.add_argument("--only", metavar="EXERCISE")
    parser.add_argument("--course", type=Path, default=ROOT / "course")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
