"""`cnnlab` and every notebook on other versions: ``make test-versions``.

    python tools/versions.py [3.12 3.13 ...] [--oldest] [--only 03 ...]

Each Python named gets an environment with the newest packages there are;
``--oldest`` makes one more, of this Python and the oldest versions that
pyproject.toml allows. An environment takes about 5 GB and is removed at the
end, unless ``--keep`` says otherwise.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import kernels
import nbformat
import project

FOLDER = project.ROOT / "_build" / "versions"
EXTRAS = ("torch", "data")
OLDEST = "oldest"
RUNNERS = ["ipykernel", "pytest", "pytest-timeout"]
# Tests of what pages call. They need no other package than the pages do.
PARTS = ("shapes", "reference", "models", "data", "train", "check", "hardware")
PARTS += ("plots", "explain", "explore", "cli")
# These need Hypothesis, timm or the tools that build the book.
APART = ("shapes_laws", "models_checkpoint", "train_record")
APART += ("explore_ledger", "explore_digits", "explore_norms")
APART += ("explore_replay", "plots.py")

# What the oldest packages get wrong, and cnnlab does not lean on.
KNOWN = {
    "test_models_classic.py::test_auxiliary_heads_are_those_of_torchvision":
        "torchvision 0.17 swaps the names of GoogLeNet's two heads",
    "test_shapes_fields.py::test_field_is_where_the_gradient_is[shuffle]":
        "torch 2.2 has no gradient of nn.ChannelShuffle; ours is a reshape",
    "test_shapes_fields.py::test_jump_is_how_far_the_gradient_moves[shuffle]":
        "the same",
    "test_data_torchvision.py::test_a_server_without_the_file_is_told":
        "torchvision 0.17 hides what the server answered",
    "test_data_load.py::test_import_is_cheap_and_quiet":
        "old typer imports names that Click 8.5 has deprecated",
}  # fmt: skip


@dataclass
class Result:
    """What came out in one environment."""

    name: str
    versions: str = ""
    tests: str = "-"
    pages: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def oldest() -> list[str]:
    """The lower bounds of pyproject.toml, each as a pin."""
    found = tomllib.loads((project.ROOT / "pyproject.toml").read_text())
    lines = list(found["project"]["dependencies"])
    for extra in EXTRAS:
        lines += found["project"]["optional-dependencies"][extra]
    return [line.replace(">=", "==") for line in lines]


def tests() -> list[str]:
    """The test files that an environment runs."""
    return sorted(
        str(path)
        for path in (project.ROOT / "tests").glob("test_*.py")
        if path.stem.removeprefix("test_").startswith(PARTS)
        and not path.name.removeprefix("test_").startswith(APART)
    )


def program(python: str) -> str:
    """``3.13`` -> ``python3.13``; a path stays one."""
    return f"python{python}" if re.fullmatch(r"3\.\d+", python) else python


def install(program: str, folder: Path, pins: list[str]) -> Path:
    """A new environment with this tree's `cnnlab`; returns its Python."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([program, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins))
    subprocess.run(
        [
            *(python, "-m", "pip", "install", "--quiet"),
            *("--disable-pip-version-check", "--constraint", constraints),
            *("--editable", f"{project.ROOT}[{','.join(EXTRAS)}]", *RUNNERS),
        ],
        check=True,
    )
    return python


def versions(python: Path) -> str:
    code = "from cnnlab import hardware; print(hardware.describe())"
    line = subprocess.check_output([python, "-c", code], text=True)
    return line.partition(" · ")[0]


def run_tests(python: Path, result: Result) -> None:
    """Run the quick tests; keep pytest's last line."""
    skipped = KNOWN if result.name == OLDEST else ()
    run = subprocess.run(
        [
            *(python, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-m", "not slow and not site", *tests()),
            *(f"--deselect=tests/{name}" for name in skipped),
        ],
        cwd=project.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (run.stdout + run.stderr).strip().splitlines() or ["no output"]
    result.tests = lines[-1].strip("= ")
    if run.returncode:
        result.failed += [x for x in lines if re.match("FAILED|ERROR", x)]
        result.failed.append(f"tests: {result.tests}")


def run_page(page: Path, kernel: str, folder: Path) -> str:
    """Run one notebook; what went wrong in it, or nothing."""
    notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    try:
        done = kernels.run(notebook, kernel, folder)
    except Exception as error:  # whatever the page raised, go on with others
        return str(error)
    return kernels.complaints(done)


def run_pages(pages: list[Path], kernel: str, result: Result) -> None:
    folder = FOLDER / "work"
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        start = time.perf_counter()
        wrong = run_page(page, kernel, folder)
        seconds = time.perf_counter() - start
        word = "FAILED" if wrong else "ran"
        print(f"  {page.stem:32}{word} {seconds:6.1f} s", flush=True)
        if wrong:
            print(wrong, flush=True)
            result.failed.append(page.stem)
        else:
            result.pages.append(page.stem)


def check(
    name: str, program: str, pins: list[str], pages: list[Path], keep: bool
) -> Result:
    """Make one environment, try everything in it, remove it."""
    result = Result(name)
    folder = FOLDER / name
    print(f"\n{name}: installing (minutes)", flush=True)
    try:
        python = install(program, folder, pins)
        result.versions = versions(python)
        print(f"  {result.versions}", flush=True)
        run_tests(python, result)
        print(f"  tests: {result.tests}", flush=True)
        kernels.add(python, FOLDER / "jupyter", name)
        run_pages(pages, name, result)
    except (OSError, subprocess.CalledProcessError) as error:
        result.failed.append(f"set-up: {error}")
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    return result


def table(results: list[Result]) -> str:
    lines = ["| environment | versions | tests | pages | failed |"]
    lines.append("|---|---|---|---|---|")
    for each in results:
        failed = "; ".join(each.failed) or "nothing"
        lines.append(
            f"| {each.name} | {each.versions} | {each.tests} | "
            f"{len(each.pages)} | {failed} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", metavar="PYTHON")
    parser.add_argument("--oldest", action="store_true")
    parser.add_argument("--only", nargs="*", default=[""], metavar="PAGE")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    chosen = [(Path(x).name, program(x), []) for x in asked.pythons]
    if asked.oldest:
        chosen.append((OLDEST, sys.executable, oldest()))
    if not chosen:
        parser.error("name a Python, or --oldest")
    # A reader's machine has no data sets, and its notebooks no neighbours.
    os.environ["CNNLAB_DATA"] = ""
    os.environ["XDG_CACHE_HOME"] = str(FOLDER / "cache")
    os.environ["JUPYTER_PATH"] = str(FOLDER / "jupyter")
    pages = [
        page
        for page in filter(project.is_notebook, project.pages())
        if page.stem.startswith(tuple(asked.only))
    ]
    results = [check(*each, pages, asked.keep) for each in chosen]
    print(f"\n{table(results)}")
    return 1 if any(each.failed for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
