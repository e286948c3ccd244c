"""Rules of the house that no other tool checks."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
LINES = 250
LISTED = subprocess.check_output(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True
).split()
PYTHON = [n for n in LISTED if n.endswith(".py") and (ROOT / n).is_file()]


# An exercise is a notebook written as a Python file.
MODULES = [n for n in PYTHON if not re.match(r"exercises/\w+/\w+\.py", n)]


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_import_is_light():
    """`import cnnlab` loads neither torch nor NumPy nor Matplotlib."""
    run(
        "import cnnlab, sys; "
        "assert not {'torch', 'numpy', 'matplotlib'} & set(sys.modules)"
    )


@pytest.mark.parametrize(
    "module",
    [
        "data",
        "shapes",
        "check",
        "reference.conv",
        "plots",
        "plots_training",
        "plots_blocks",
        "page",
        "cli",
    ],
)
def test_no_module_loads_torch_when_imported(module):
    run(
        f"import cnnlab.{module}, sys; "
        "assert 'torch' not in sys.modules, 'torch was loaded'"
    )


@pytest.mark.parametrize("name", MODULES)
def test_files_are_short(name):
    assert len((ROOT / name).read_text().splitlines()) <= LINES


def test_versions_agree():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "version"
    ]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_every_requirement_is_pinned():
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        assert not line or line[0] == "#" or re.match(r"^[\w.-]+==\S+$", line)


def test_every_pin_runs_on_the_oldest_python_that_we_allow():
    """Else a set-up on, say, 3.11.2 finds no such version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    asked = {}
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if line and line[0] != "#":
            name = line.split("==")[0]
            asked[name] = metadata(name).get("Requires-Python", "")
    assert len(asked) > 100
    assert [n for n, s in asked.items() if oldest not in SpecifierSet(s)] == []


def test_cnnlabs_own_requirements_are_loose():
    """Colab's torch and NumPy must stay as they are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    for line in lines:
        assert re.fullmatch(r"[\w-]+>=[\d.]+", line), line
    assert not any("torch" in line for line in project["dependencies"])


def test_makefile_lists_its_targets():
    text = subprocess.check_output(["make", "-s"], cwd=ROOT, text=True)
    for target in ("book", "test", "test-site", "test-all", "serve", "course"):
        assert re.search(rf"make {target}\s+\S", text)


def test_no_bare_except():
    for name in PYTHON:
        assert not re.search(
            r"^\s*except\s*:", (ROOT / name).read_text(), re.MULTILINE
        ), name
