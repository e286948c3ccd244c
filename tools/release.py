"""What learners without a course take home: ``make release``.

    python tools/release.py [FOLDER]

Writes into dist/ a zip with all exercises as learners get them, and the same
notebooks one by one in dist/colab/, to be opened on Colab. Answers and hidden
tests are in none; the tests that are shown give the same hints everywhere.
Two releases of the same exercises are equal to the byte.
"""

import sys
import zipfile
from pathlib import Path

import nbformat
import project
from exercise_folders import Exercise, folders, load
from exercise_learner import learner_notebook

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day
COLAB = {"colab": {"provenance": []}, "accelerator": "CPU"}


def main(folder: Path) -> int:
    exercises = [load(path) for path in folders()]
    notebooks = {e.name: learner_text(e) for e in exercises}
    for name, text in notebooks.items():
        path = folder / "colab" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    path = write_zip(folder, notebooks, readme(exercises))
    print(f"{len(notebooks)} exercises\nzip      {path}")
    print(f"on Colab {folder / 'colab'}")
    return 0


def learner_text(exercise: Exercise) -> str:
    """The notebook of one exercise without answers, for Colab too."""
    notebook = learner_notebook(exercise.notebook)
    notebook.metadata |= COLAB
    return nbformat.writes(notebook) + "\n"


def write_zip(folder: Path, notebooks: dict[str, str], about: str) -> Path:
    top = f"cnnlab-exercises-{project.version()}"
    files = {"README.md": about}
    files |= {f"{name}.ipynb": text for name, text in notebooks.items()}
    path = folder / f"{top}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(f"{top}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
    return path


def readme(exercises: list[Exercise]) -> str:
    """What is in the zip and how to begin."""
    rows = [
        f"| `{e.name}` | {e.settings['title']} | {e.settings['points']} | "
        f"{e.settings['minutes']} |"
        for e in exercises
    ]
    lines = [
        f"# Exercises of CNN Lab {project.version()}",
        "",
        "Open a notebook in Jupyter or on Colab and work from the top. Its",
        "first code cell installs the helper package where it is missing.",
        "The test cell below each answer says at once whether it is right,",
        "and if not, gives a hint and the section to read again.",
        "",
        "| notebook | what you write | points | minutes |",
        "|---|---|---|---|",
        *rows,
        "",
        f"To install by hand: `{project.install_line().lstrip('%')}`",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    given = sys.argv[1:] or [project.ROOT / "dist"]
    sys.exit(main(Path(given[0])))
