"""`make release`: what learners take home, and nothing else."""

import sys
import zipfile

import nbformat
import pytest

pytest.importorskip("nbgrader")

from exercise_helpers import FOLDERS, ROOT, folders, secret_lines

sys.path.insert(0, str(ROOT / "tools"))

import release  # noqa: E402


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    assert release.main(folder) == 0
    return folder


@pytest.fixture(scope="module")
def packed(made):
    (path,) = made.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        return {
            name.rpartition("/")[2]: archive.read(name).decode("utf-8")
            for name in archive.namelist()
        }


def test_every_exercise_is_there_twice(made, packed):
    names = {f"{folder.name}.ipynb" for folder in FOLDERS}
    assert set(packed) == names | {"README.md"}
    assert {p.name for p in (made / "colab").iterdir()} == names
    for name in names:
        assert (made / "colab" / name).read_text("utf-8") == packed[name]


def test_the_readme_lists_them_with_points(packed):
    for folder in FOLDERS:
        points = folders.load(folder).settings["points"]
        assert f"| `{folder.name}` |" in packed["README.md"]
        assert f"| {points} |" in packed["README.md"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_nothing_is_given_away(packed, folder):
    notebook = nbformat.reads(packed[f"{folder.name}.ipynb"], as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "raise NotImplementedError" in text
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN TESTS" not in text
    for secret in secret_lines(folders.load(folder).notebook):
        assert secret not in text


def test_the_first_code_cell_installs(packed):
    for name, text in packed.items():
        if name.endswith(".ipynb"):
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook)
            code = [c for c in notebook.cells if c.cell_type == "code"]
            assert "import cnnlab" in code[0].source
            assert "pip install" in code[0].source


def test_the_same_release_comes_out_twice(made, tmp_path):
    release.main(tmp_path)
    (one,), (two,) = made.glob("*.zip"), tmp_path.glob("*.zip")
    assert one.read_bytes() == two.read_bytes()
