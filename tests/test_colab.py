"""A page's notebook on a machine that has what Colab has, and no cnnlab.

The notebook's first cell really runs: pip clones the repository at the tag
`vVERSION` and builds the wheel. Git is told to take the address of
`_config.yml` from a snapshot of this tree.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

PREINSTALLED = ["torch", "torchvision", "numpy", "matplotlib", "ipykernel"]
pytestmark = pytest.mark.slow


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


def kernel_for(python: Path, folder: Path) -> str:
    spec = folder / "kernels" / "bare"
    spec.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps(
            {"argv": argv, "display_name": "bare", "language": "python"}
        )
    )
    return "bare"


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    python = bare_venv(folder / "venv")
    snapshot(folder / "repository")
    kernel_for(python, folder / "jupyter")
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
        yield folder, python


def modules(python: Path) -> str:
    code = "import torch, numpy; print(torch.__version__, numpy.__version__)"
    return subprocess.check_output([python, "-c", code], text=True)


def test_notebooks_run_where_only_colabs_packages_are(bare, tmp_path):
    folder, python = bare
    assert b"cnnlab" not in subprocess.check_output(
        [python, "-m", "pip", "list"]
    )
    before = modules(python)
    for page in filter(project.is_notebook, project.pages()):
        notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
        NotebookClient(
            notebook, kernel_name="bare", timeout=600,
            resources={"metadata": {"path": str(tmp_path)}},
        ).execute()  # fmt: skip
        started = str(notebook.cells[2:4])
        assert f"cnnlab {project.version()}" in started
    assert modules(python) == before, "pip has moved Colab's torch or NumPy"


def test_colab_link_leads_to_a_committed_notebook():
    for page in filter(project.is_notebook, project.pages()):
        path = page.with_suffix(".ipynb").relative_to(ROOT).as_posix()
        link = project.colab_link(path)
        assert link.endswith(f"/blob/main/{path}")
        assert (ROOT / path).exists()
