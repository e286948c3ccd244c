"""Build the book: ``make book``.

Pages are executed through a cache, by their own text. It is thrown away when
anything else changes that their cells see (`build_key`), so that no output on
a page can be stale. Where nothing at all has changed, nothing is done.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import build_key
import project

sys.path.insert(0, str(project.BOOK / "_ext"))

BUILD = project.ROOT / "_build"
KEY = BUILD / ".key"
# What a change in a part of the key makes worthless.
STALE = {
    "outputs": (".jupyter_cache", ".doctrees", "jupyter_execute"),
    "pages": (".doctrees",),
}


def state() -> dict[str, dict[str, str]]:
    """Hashes of all that the book is made of."""
    return {
        "outputs": build_key.outputs(),
        "pages": build_key.pages(),
        "site": build_key.site(),
    }


def is_up_to_date(now: dict) -> bool:
    """Whether the site is of these sources, and is as its build left it."""
    made = {"made": build_key.produced(BUILD / "html")}
    return build_key.load(KEY) == now | made


def forget_stale(now: dict) -> None:
    """Remove what the last build left and its key no longer fits.

    A build that did not end well leaves no `made`: its warnings come only
    when its pages are read again.
    """
    before, stale = build_key.load(KEY), set()
    for part, folders in STALE.items():
        names = build_key.changed(before.get(part, {}), now[part])
        if names and before:
            print(f"Changed: {', '.join(names)}")
        stale |= set(folders if names else ())
    if "made" not in before:
        stale.add(".doctrees")
    for name in stale:
        shutil.rmtree(BUILD / name, ignore_errors=True)
    last = {} if stale else before
    build_key.save(KEY, last | {part: now[part] for part in STALE})


def write_learner_notebooks() -> None:
    """Exercises without solutions and hidden tests, for the site."""
    import exercise_card
    import exercise_folders
    import nbformat
    from exercise_learner import learner_notebook

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
    start, now = time.perf_counter(), state()
    index = BUILD / "html" / "index.html"
    if is_up_to_date(now):
        print(f"Nothing has changed since the book was built: {index}")
        return 0
    import execute  # after the early return, which does not wait for it

    forget_stale(now)
    # Until this build has ended well there is no site of any key.
    build_key.save(KEY, {part: now[part] for part in STALE})
    write_learner_notebooks()
    number = len(project.pages())
    print(f"Building {number} pages; those that changed are executed.")
    index.unlink(missing_ok=True)
    execute.execute(execute.notebooks())
    code = jupyter_book("build", "-W", "-n", "--keep-going").returncode
    minutes = (time.perf_counter() - start) / 60
    # Jupyter Book 1.x has been seen to exit with 0 after a failure.
    if code or not index.exists():
        print(f"The book was NOT built ({minutes:.1f} min): see above.")
        return code or 1
    made = {"made": build_key.produced(BUILD / "html")}
    build_key.save(KEY, now | made)
    tell(index, minutes)
    return 0


def tell(index: Path, minutes: float) -> None:
    """How long the pages ran, and where the book is."""
    import execute

    print("\nTime that the pages ran, when they were last executed:")
    print(execute.report(execute.seconds(execute.notebooks())))
    print(f"\nThe book is built ({minutes:.1f} min): {index}")
    print(f"Open it in a browser: {index.as_uri()}")
    print(
        "Interactive figures need a server: `make serve`.\n"
        "`make offline` packs a zip that needs none."
    )


if __name__ == "__main__":
    sys.exit(main())
