"""Files that honest students hand in, in all their forms."""

import fair_course as fair
import pytest
from fair_course import Sheet
from fair_files import FILES, format_3

pytest.importorskip("nbgrader")

from cnnlab.grading import course, repair
from cnnlab.grading.notebook import read


@pytest.mark.parametrize("make", FILES, ids=lambda make: make.__name__)
def test_all_cells_of_a_file_are_understood(make):
    """What runs is what runs for the clean file, letters aside."""
    plan = repair.plan(read(make()), fair.assignment())
    found = [s for s in plan.steps if s.kind != "extra"]
    wanted = [part.kind for part in fair.assignment().parts]
    assert [step.kind for step in found] == wanted
    answers = [step.source for step in found if step.kind == "answer"]
    for source, name in zip(answers, ("double", "mean", "top"), strict=True):
        names = {}
        exec(source, names)
        assert name in names
    assert found[-1].source == fair.WHY


@pytest.mark.parametrize("make", FILES, ids=lambda make: make.__name__)
@pytest.mark.slow  # the quick test has looked at what would run
def test_file_is_graded(make):
    result = fair.grade(make())
    assert fair.lost(result) == set(), fair.show(result)


def test_an_old_file_is_graded():
    result = fair.grade(format_3())
    assert result["score"] == 7.0, fair.show(result)


def hand_in(folder, **files):
    """Hand in files; a notebook has the bytes of a right one by default."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return course.collect(folder, fair.assignment())


@pytest.mark.parametrize(
    "files",
    [
        {"tiny (1).ipynb": fair.RIGHT},
        {"TINY.ipynb": fair.RIGHT},
        {"homework final.ipynb": fair.RIGHT},
        {"tiny.ipynb.txt": fair.RIGHT},
        {"tiny (1).ipynb": fair.RIGHT, "another.ipynb": fair.OTHER},
        {
            "aaa.ipynb": fair.OTHER,
            "mine.ipynb": fair.RIGHT,
            "tiny_old.ipynb": fair.OTHER,
        },
    ],
    ids=lambda files: " + ".join(files),
)
def test_a_renamed_file_is_found(tmp_path, files):
    found = hand_in(tmp_path / "ada" / "tiny", **files)
    assert (found.data, found.problem) == (fair.RIGHT, "")
    assert any("called" in note for note in found.notes)


def test_a_folder_of_that_name_aborts_nothing(tmp_path):
    (tmp_path / "ada" / "tiny" / "tiny.ipynb").mkdir(parents=True)
    found = course.collect(tmp_path / "ada" / "tiny", fair.assignment())
    assert found.problem == "tiny.ipynb is not a plain file"


def test_the_file_of_the_right_name_is_taken(tmp_path):
    files = {"tiny.ipynb": fair.RIGHT, "tiny-Copy1.ipynb": fair.OTHER}
    found = hand_in(tmp_path / "ada" / "tiny", **files)
    assert found.data == fair.RIGHT
    assert not found.notes


def test_a_helper_beside_the_notebook_and_a_giant(tmp_path):
    """A large file of no use does not push the small ones out."""
    found = hand_in(
        tmp_path / "ada" / "tiny",
        **{"tiny.ipynb": fair.RIGHT, "a.zip": bytes(5 * 2**20)},
        **{"helper.py": b"TWO = 2", "zahlen.csv": "1,ü".encode()},
    )
    assert dict(found.files) == {
        "helper.py": b"TWO = 2",
        "zahlen.csv": "1,ü".encode(),
    }
    sheet = Sheet()
    sheet.write("double", "from helper import TWO\n" + fair.DOUBLE)
    sheet.append("double", "open('zahlen.csv').read()[2] == 'ü' or 1 / 0")
    result = fair.grade(sheet, files=found.files)
    assert fair.lost(result) == set(), fair.show(result)
