"""Build the book: ``make book``.

Pages are executed through a cache. It is thrown away when `cnnlab`, the data
or the pinned versions change, so that no output on a page can be stale.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import execute
import exercise_folders
import nbformat
import project
from exercise_learner import learner_notebook

sys.path.insert(0, str(project.BOOK / "_ext"))

import exercise_card  # noqa: E402

BUILD = project.ROOT / "_build"
KEY = BUILD / ".key"


def state() -> str:
    """A hash of all that pages depend on beside their own text."""
    digest = hashlib.sha256()
    files = sorted((project.ROOT / "cnnlab").rglob("*"))
    files += sorted((project.BOOK / "_ext").glob("*.py"))
    files += [project.ROOT / "requirements.txt", project.ROOT / "_config.yml"]
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    folder = os.environ.get("CNNLAB_DATA")
    for path in sorted(Path(folder).glob("*.npz")) if folder else []:
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()


def forget_stale() -> None:
    """Remove executed pages if what they depend on has changed."""
    now = state()
    if KEY.exists() and KEY.read_text() == now:
        return
    for name in (".jupyter_cache", ".doctrees", "jupyter_execute"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    KEY.write_text(now)


def write_learner_notebooks() -> None:
    """Exercises without solutions and hidden tests, for the site."""
    folder = BUILD / exercise_card.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for source in exercise_folders.folders():
        notebook = exercise_folders.load(source).notebook
        text = nbformat.writes(learner_notebook(notebook)) + "\n"
        (folder / f"{source.name}.ipynb").write_text(text, "utf-8")


def jupyter_book(verb: str, *options: str, **kwargs):
    """Run Jupyter Book of this environment on this repository."""
    program = str(Path(sys.executable).with_name("jupyter-book"))
    return subprocess.run(
        [program, *verb.split(), str(project.ROOT), *options],
        cwd=project.ROOT,
        **kwargs,
    )


def main() -> int:
    start = time.perf_counter()
    forget_stale()
    write_learner_notebooks()
    number = len(project.pages())
    print(f"Building {number} pages; those that changed are executed.")
    index = BUILD / "html" / "index.html"
    index.unlink(missing_ok=True)
    execute.execute(execute.notebooks())
    code = jupyter_book("build", "-W", "-n", "--keep-going").returncode
    minutes = (time.perf_counter() - start) / 60
    # Jupyter Book 1.x has been seen to exit with 0 after a failure.
    if code or not index.exists():
        # A page that failed must be executed again next time.
        KEY.unlink(missing_ok=True)
        print(f"The book was NOT built ({minutes:.1f} min): see above.")
        return code or 1
    print("\nTime that the pages ran, when they were last executed:")
    print(execute.report(execute.seconds(execute.notebooks())))
    print(f"\nThe book is built ({minutes:.1f} min): {index}")
    print(f"Open it in a browser: {index.as_uri()}")
    print(
        "Interactive figures need a server: `make serve`.\n"
        "`make offline` packs a zip that needs none."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
