"""Building the course: hints, ids, reruns, and clear complaints."""

import os
import shutil

import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import FOLDERS, course, folders, learner_notebook

FOLDER = next(f for f in FOLDERS if f.name == "03_conv2d")


@pytest.fixture
def broken(tmp_path):
    """A copy of an exercise that a test may damage."""
    return shutil.copytree(FOLDER, tmp_path / FOLDER.name)


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_wrong_grade_id_in_the_call_is_refused(broken):
    source = next(broken.glob("*.py"))
    change(source, 'check.cell("conv2d-stride")', 'check.cell("stride")')
    with pytest.raises(folders.ExerciseError, match="conv2d-stride"):
        folders.load(broken)


def test_a_cell_without_a_hint_is_refused(broken):
    toml = broken / "exercise.toml"
    change(toml, "[cells.conv2d-dtype]", "[cells.conv2d-type]")
    with pytest.raises(folders.ExerciseError, match="conv2d-dtype"):
        folders.load(broken)


def test_options_of_the_call_are_kept(broken):
    source = next(broken.glob("*.py"))
    call = 'check.cell("conv2d-stride"'
    change(source, f"{call})", f"{call}, seed=7)")
    notebook = folders.load(broken).notebook
    cell = next(c for c in notebook.cells if c.id == "conv2d-stride")
    head = cell.source.partition("\n)")[0]
    assert head.endswith("    seed=7,")
    compile(cell.source, "cell", "exec")


def test_a_mutant_needs_a_reason_and_a_cell(broken):
    mutant = next((broken / "mutants").glob("*.py"))
    change(mutant, "# expect:", "# expects:")
    with pytest.raises(folders.ExerciseError, match=mutant.name):
        folders.load(broken)


def test_a_mutant_that_replaces_nothing_is_refused():
    exercise = folders.load(FOLDER)
    mutant = folders.Mutant("x", "why", "y", "", "def other():\n    pass\n")
    with pytest.raises(folders.ExerciseError, match="other"):
        folders.mutated(exercise.notebook, mutant)


def test_the_install_cell_comes_first_and_has_the_address():
    notebook = folders.load(FOLDER).notebook
    first = next(c for c in notebook.cells if c.cell_type == "code")
    assert folders.install_line() in first.source
    assert first.source.count("import cnnlab") == 1


def test_ids_are_unique_and_valid():
    ids = [cell.id for cell in folders.load(FOLDER).notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(key) <= 64 for key in ids)


def test_learner_text_stays_within_the_column_limit():
    notebook = learner_notebook(folders.load(FOLDER).notebook)
    for cell in notebook.cells:
        if not set(cell.metadata.get("tags", ())) & {"install"}:
            too_long = [x for x in cell.source.splitlines() if len(x) > 79]
            # Formulas and table rows cannot be wrapped.
            assert all(x[0] in "\\|" for x in too_long), too_long


def test_nothing_is_done_twice(tmp_path, monkeypatch, capsys):
    exercise = folders.load(FOLDER)
    calls = []

    def nbgrader(folder, command, name):
        calls.append(name)
        release = folder / "release" / name / f"{name}.ipynb"
        release.parent.mkdir(parents=True, exist_ok=True)
        release.write_text(str(len(calls)))
        (folder / "gradebook.db").touch()
        return course.subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(course, "run_nbgrader", nbgrader)
    for _ in range(2):
        assert course.make_course([exercise], tmp_path) == 0
    assert calls == [exercise.name]
    assert "up to date" in capsys.readouterr().out
    release = tmp_path / "release" / exercise.name / f"{exercise.name}.ipynb"
    os.utime(release, (0, 0))  # older than its source
    course.make_course([exercise], tmp_path)
    assert len(calls) == 2


def test_a_failure_of_nbgrader_is_shown(tmp_path, monkeypatch, capsys):
    def nbgrader(*_):
        return course.subprocess.CompletedProcess([], 1, stderr="no disk")

    monkeypatch.setattr(course, "run_nbgrader", nbgrader)
    assert course.make_course([folders.load(FOLDER)], tmp_path) == 1
    assert "no disk" in capsys.readouterr().out


def test_an_unknown_exercise_is_answered_with_the_list(capsys):
    assert course.main(["--only", "99_nothing"]) == 2
    assert FOLDER.name in capsys.readouterr().out


def test_the_table_marks_a_mutant_that_gets_away(broken, capsys):
    mutant = broken / "mutants" / "kernel_flipped.py"
    change(mutant, "w[::-1, ::-1]", "w")
    assert course.show_mutants([folders.load(broken)]) == 1
    out = capsys.readouterr().out
    assert "kernel_flipped" in out
    assert "PROBLEM: it survives" in out
    assert "1 problems" in out
