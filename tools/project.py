"""Where the project's own facts are: address, version, list of pages."""

import re
import tomllib
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"


@cache
def config() -> dict:
    return yaml.safe_load((ROOT / "_config.yml").read_text())


@cache
def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return project["project"]["version"]


def repository() -> tuple[str, str]:
    """Address and branch, from `_config.yml` and nowhere else."""
    found = config()["repository"]
    return found["url"].rstrip("/"), found["branch"]


def install_line() -> str:
    """What a notebook runs where `cnnlab` is not installed."""
    url, _ = repository()
    return f'%pip install -q "cnnlab[data] @ git+{url}@v{version()}"'


def colab_link(path: str) -> str:
    """Colab's address for a notebook of this repository."""
    url, branch = repository()
    slug = re.sub(r"^https://github\.com/", "", url)
    base = config()["launch_buttons"]["colab_url"].rstrip("/")
    return f"{base}/github/{slug}/blob/{branch}/{path}"


def pages() -> list[Path]:
    """Source files of the book in the order of the table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    names = [toc["root"]]
    for part in toc.get("parts", []):
        names += [chapter["file"] for chapter in part["chapters"]]
    return [ROOT / f"{name}.md" for name in names]


def is_notebook(page: Path) -> bool:
    return page.read_text().startswith("---\njupytext:")


def title(page: Path) -> str:
    """The first heading of a page."""
    return re.search(r"^# (.+)$", page.read_text(), re.MULTILINE).group(1)
