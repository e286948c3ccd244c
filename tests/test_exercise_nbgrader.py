"""Real nbgrader: course -> submissions -> autograde -> scores -> feedback.

What plain processes say about solution, stub and mutants
(`test_exercise_contract.py`) must be what nbgrader puts in the gradebook.
"""

import html
import re

import nbformat
import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import FOLDERS, course, folders, runs
from nbgrader.api import Gradebook

# One slip early, one in the middle, one at the end.
MUTANTS_IN_03 = ("output_size_ceil", "kernel_flipped", "jump_too_early")


@pytest.fixture(autouse=True)
def seed(monkeypatch):
    """The kernels that nbgrader starts draw the numbers that we draw."""
    monkeypatch.setenv("CNNLAB_CHECK_SEED", "20240301")


def make_course(tmp_path, exercise):
    assert course.make_course([exercise], tmp_path) == 0
    path = tmp_path / "release" / exercise.name / f"{exercise.name}.ipynb"
    return nbformat.read(path, 4)


def submit(tmp_path, exercise, release, student, answers=None):
    """Hand in the release notebook, with the answer cells of ``answers``."""
    notebook = nbformat.from_dict(release)
    if answers is not None:
        written = {folders.grade_id(c): c.source for c in answers.cells}
        for cell in filter(folders.is_answer, notebook.cells):
            cell.source = written[folders.grade_id(cell)]
    folder = tmp_path / "submitted" / student / exercise.name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{exercise.name}.ipynb")


def copy_of(notebook):
    return nbformat.reads(nbformat.writes(notebook), 4)


def lost_cells(tmp_path, exercise, student):
    """Read the gradebook: score, maximum, and the cells without full marks."""
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        found = gradebook.find_submission(exercise.name, student)
        lost = [
            grade.name
            for notebook in found.notebooks
            for grade in notebook.grades
            if grade.score != grade.max_score and grade.max_score
        ]
        return found.score, found.max_score, set(lost)


def feedback_of(tmp_path, exercise, student):
    name = f"{exercise.name}.html"
    path = tmp_path / "feedback" / student / exercise.name / name
    text = html.unescape(re.sub(r"<[^>]+>", "", path.read_text("utf-8")))
    return " ".join(text.split())


def grade(tmp_path, exercise, commands):
    for command in commands:
        done = course.run_nbgrader(tmp_path, command, exercise.name)
        assert done.returncode == 0, done.stderr


def hint_of(exercise, key):
    return " ".join(exercise.settings["cells"][key]["hint"].split())


def round_trip(tmp_path, exercise, labels):
    """Grade solution, stub and some mutants; compare with plain processes."""
    release = make_course(tmp_path, exercise)
    chosen = [m for m in exercise.mutants if m.label in labels]
    assert len(chosen) == len(labels)
    answers = {"solution": exercise.notebook, "stub": None}
    for mutant in chosen:
        answers[mutant.label] = folders.mutated(exercise.notebook, mutant)
    for student, notebook in answers.items():
        submit(tmp_path, exercise, copy_of(release), student, notebook)
    commands = ["autograde", "generate_feedback"]
    grade(tmp_path, exercise, commands if chosen else commands[:1])

    everything = set(exercise.grade_ids)
    points = exercise.settings["points"]
    solution = lost_cells(tmp_path, exercise, "solution")
    assert solution == (points, points, set())
    assert lost_cells(tmp_path, exercise, "stub") == (0, points, everything)
    for mutant in chosen:
        caught = runs.Caught(mutant, runs.run_notebook(answers[mutant.label]))
        _, _, lost = lost_cells(tmp_path, exercise, mutant.label)
        assert lost == set(caught.failed), mutant.label
        feedback = feedback_of(tmp_path, exercise, mutant.label)
        # The hint is in the source of the cell too: the failure adds to it.
        assert f"Hint: {hint_of(exercise, mutant.expect)}" in feedback
        assert mutant.says in feedback


def test_one_round_trip(tmp_path):
    """Solution and stub through nbgrader, and the released notebook."""
    exercise = folders.load(FOLDERS[0])
    round_trip(tmp_path, exercise, ())
    release = make_course(tmp_path, exercise)
    text = nbformat.writes(release)
    assert "HIDDEN TESTS" not in text
    assert "SOLUTION" not in text
    released = {c.source for c in release.cells if folders.is_answer(c)}
    solved = {
        c.source for c in exercise.notebook.cells if folders.is_answer(c)
    }
    assert released.isdisjoint(solved)
    assert all("raise NotImplementedError()" in source for source in released)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_mutants_lose_what_they_should(tmp_path, folder):
    """Three of exercise 3, one of each other: nbgrader takes its time."""
    exercise = folders.load(folder)
    labels = MUTANTS_IN_03
    if folder.name != "03_conv2d":
        labels = [exercise.mutants[4].label]
    round_trip(tmp_path, exercise, labels)
