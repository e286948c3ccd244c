"""The contract of DESIGN.md, for every folder in `exercises/`.

Everything runs in plain processes: `test_exercise_nbgrader.py` shows that
nbgrader agrees.
"""

import io
import json
import re
from contextlib import redirect_stderr

import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import (
    FOLDERS,
    ROOT,
    Box,
    folders,
    learner_notebook,
    run_with_box,
    runs,
    secret_lines,
)


@pytest.fixture(scope="module", autouse=True)
def seed():
    """One seed for all runs, so that they can be compared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNLAB_CHECK_SEED", "20240229")
        yield


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda f: f.name)
def exercise(request):
    return folders.load(request.param)


@pytest.fixture(scope="module")
def caught(exercise):
    return runs.run_mutants(exercise)


@pytest.fixture(scope="module")
def box():
    with Box() as box:
        yield box


def test_there_are_exercises():
    assert FOLDERS


def test_settings_are_complete(exercise):
    settings = exercise.settings
    tests = [cell for cell in exercise.notebook.cells if folders.is_test(cell)]
    points = [cell.metadata["nbgrader"]["points"] for cell in tests]
    assert settings["title"]
    assert 30 <= settings["minutes"] <= 60
    assert settings["limits"]["cpu_seconds"] > 0
    assert settings["limits"]["memory_mb"] > 0
    assert sum(points) == settings["points"]
    assert list(settings["cells"]) == exercise.grade_ids
    assert len(tests) >= 5
    assert len(exercise.mutants) >= 12


def test_metadata_is_what_nbgrader_wants(exercise):
    needed = {"grade", "grade_id", "locked", "solution", "schema_version"}
    ids = [
        folders.grade_id(c)
        for c in exercise.notebook.cells
        if folders.grade_id(c)
    ]
    assert len(ids) == len(set(ids))
    for cell in exercise.notebook.cells:
        data = cell.metadata.get("nbgrader")
        if data:
            assert needed <= set(data), data
            assert data["schema_version"] == 3
            assert data["cell_type"] == cell.cell_type
            assert data["locked"] == (not data["solution"])


def test_hints_are_there_and_differ(exercise):
    hints = [
        " ".join(c["hint"].split())
        for c in exercise.settings["cells"].values()
    ]
    assert all(len(hint) > 20 for hint in hints)
    assert len(set(hints)) == len(hints)


def test_each_hint_is_in_its_cell(exercise):
    for cell in filter(folders.is_test, exercise.notebook.cells):
        first_words = exercise.settings["cells"][folders.grade_id(cell)][
            "hint"
        ].split()[:4]
        assert " ".join(first_words) in cell.source
        assert cell.source.count("hint=") == 1


def test_sections_are_labels_of_the_page(exercise):
    page = ROOT / "book" / f"{exercise.settings['page']}.md"
    labels = set(re.findall(r"^\(([\w-]+)\)=$", page.read_text(), re.M))
    wanted = {cell["section"] for cell in exercise.settings["cells"].values()}
    assert wanted <= labels


def test_the_solution_gets_full_marks_in_silence(exercise):
    with redirect_stderr(io.StringIO()) as stderr:
        results = runs.run_notebook(exercise.notebook)
    assert not any(results.values()), results
    assert stderr.getvalue() == ""


def test_the_solution_passes_with_other_seeds(exercise, monkeypatch):
    monkeypatch.delenv("CNNLAB_CHECK_SEED")
    assert runs.false_alarms(exercise, range(10)) == []


def test_the_stub_is_not_implemented_in_every_cell(exercise):
    results = runs.run_notebook(learner_notebook(exercise.notebook))
    assert list(results) == exercise.grade_ids
    kinds = {key: type(error) for key, error in results.items()}
    assert set(kinds.values()) == {NotImplementedError}, kinds


def test_each_mutant_is_caught_where_it_says(caught):
    assert {r.mutant.label: r.problem for r in caught if r.problem} == {}


def test_each_mutant_reads_the_hint_meant_for_it(exercise, caught):
    for run in caught:
        message = " ".join(run.message.split())
        for key, cell in exercise.settings["cells"].items():
            hint = " ".join(cell["hint"].split())
            assert (hint in message) == (key == run.first), run.mutant.label


def test_each_cell_kills_what_no_earlier_cell_kills(exercise, caught):
    assert {run.first for run in caught} == set(exercise.grade_ids)


def test_each_mutant_has_its_own_reason(exercise):
    reasons = [mutant.reason for mutant in exercise.mutants]
    assert len(set(reasons)) == len(reasons)


def test_nothing_is_given_away(exercise):
    learner = json.dumps(learner_notebook(exercise.notebook))
    public = [*(ROOT / "cnnlab").rglob("*.py"), *(ROOT / "book").glob("*.md")]
    known = "\n".join(path.read_text("utf-8") for path in public)
    for line in secret_lines(exercise.notebook):
        assert json.dumps(line)[1:-1] not in learner or line in known, line
    for mark in ("HIDDEN TESTS", "BEGIN SOLUTION", "END SOLUTION"):
        assert mark not in learner


def test_the_same_notebook_comes_out_twice(exercise):
    folder = next(f for f in FOLDERS if f.name == exercise.name)
    assert folders.load(folder).notebook == exercise.notebook


# -- with the answer in another process ------------------------------------


def test_the_solution_passes_from_another_process(exercise, box):
    results = run_with_box(exercise.notebook, box)
    assert not any(results.values()), results


def test_the_stub_fails_from_another_process(exercise, box):
    results = run_with_box(learner_notebook(exercise.notebook), box)
    assert {type(e) for e in results.values()} == {NotImplementedError}
