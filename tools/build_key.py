"""What an output of the book depends on, ingredient by ingredient.

`OUTPUTS` is all that the cells of a page see beside their own text, which the
cache of executed pages has as its key. `PAGES` is what turns text and outputs
into pages. `SITE` is the rest. Each ingredient has one hash; the build asks
which of them have changed, and throws away what hangs on them.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

import project

from cnnlab import data, hardware

VARIABLES = (
    "CNNLAB_DOWNLOAD", "COLAB_RELEASE_TAG", "CUDA_VISIBLE_DEVICES",
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE",
)  # fmt: skip
TOP_FILES = ("_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml")


def outputs() -> dict[str, str]:
    """What the cells of pages see: code, data, records, packages, machine."""
    root, machine = project.ROOT, hardware.detect()
    return {
        "cnnlab": tree(root / "cnnlab"),
        "recorded runs": tree(root / "book" / "results"),
        "data sets": files(
            data.data_dir() / f"{name}.npz" for name in data.names()
        ),
        "packages": packages(),
        "machine": words(
            platform.python_version(), platform.platform(), machine.cpu,
            machine.cores, machine.features, hardware.NVIDIA.exists(),
        ),
        "variables": words(*(os.environ.get(name) for name in VARIABLES)),
        "settings of execution": words(project.config()["execute"]),
    }  # fmt: skip


def pages() -> dict[str, str]:
    """What makes pages of text and outputs, where Sphinx does not look."""
    root = project.ROOT
    return {
        "directives": tree(root / "book" / "_ext"),
        "tools": tree(root / "tools"),
        "templates": tree(root / "book" / "_templates"),
        "_config.yml": files([root / "_config.yml"]),
    }


def site() -> dict[str, str]:
    """All other sources; where they are the same, the site is the same."""
    root = project.ROOT
    answers = os.environ.get("CNNLAB_ANSWERS")
    return {
        "book": tree(root / "book"),
        "exercises": tree(root / "exercises"),
        "measurements": tree(root / "bench" / "results"),
        "top": files(root / name for name in TOP_FILES) + words(answers),
    }


def changed(before: dict, now: dict) -> list[str]:
    """Names of the ingredients that differ."""
    return [name for name in now if before.get(name) != now[name]]


def tree(folder: Path) -> str:
    """A hash of all files of a folder: names and content."""

    def is_read(path: Path) -> bool:
        parts = path.relative_to(folder).parts
        # What Python and editors leave there.
        return not any(p == "__pycache__" or p[0] == "." for p in parts)

    return files(filter(is_read, sorted(folder.rglob("*"))), folder)


def files(paths: Iterable[Path], folder: Path = project.ROOT) -> str:
    """A hash of those of ``paths`` that are files: names and content."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            name = os.path.relpath(path, folder)
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()


def packages() -> str:
    """All that is installed, with versions: the names of its records."""
    names = {
        path.name
        for folder in sys.path
        for path in Path(folder or ".").glob("*.dist-info")
    }
    return words(*sorted(names))


def words(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def produced(folder: Path) -> str:
    """Which files a build has left, and when: not their content."""
    found = []
    for path in sorted(folder.rglob("*")):
        about = path.stat()
        found.append((str(path), about.st_size, about.st_mtime_ns))
    return words(found)


def load(path: Path) -> dict:
    """What was kept of the last build; nothing where it cannot be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(path: Path, key: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(key, indent=1) + "\n", "utf-8")
