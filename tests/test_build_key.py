"""No output of the book outlives what it was made of."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import build  # noqa: E402
import build_key  # noqa: E402
import project  # noqa: E402

SOURCES = (
    "cnnlab/shapes.py",
    "cnnlab/weights/small.safetensors",
    "book/01_page.md",
    "book/results/run.json",
    "book/_ext/directive.py",
    "book/_templates/page.html",
    "tools/recorded.py",
    "exercises/01/exercise.toml",
    "bench/results/x.json",
    "_toc.yml",
    "_config.yml",
)
CACHES = (".jupyter_cache", ".doctrees", "jupyter_execute")


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book that has just been built, with one data set and one package."""
    for name in (*SOURCES, "site/torch-2.15.0.dist-info/RECORD"):
        write(tmp_path / name)
    write(tmp_path / "data" / "mnist.npz")
    (tmp_path / "_config.yml").write_text("execute: {timeout: 300}\n")
    monkeypatch.setenv("CNNLAB_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "site")])
    monkeypatch.setattr(project, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(build, "KEY", tmp_path / "_build" / ".key")
    settings = project.config.__wrapped__
    monkeypatch.setattr(project, "config", settings)  # without its cache
    for name in (*CACHES, "html"):
        write(tmp_path / "_build" / name / "file")
    made = {"made": build_key.produced(build.BUILD / "html")}
    build_key.save(build.KEY, build.state() | made)
    return tmp_path


def write(path: Path, text: str = "before") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def left() -> set[str]:
    """What is still there of the last build after a look at the key."""
    build.forget_stale(build.state())
    return {path.name for path in build.BUILD.iterdir()} & set(CACHES)


def test_what_has_not_changed_is_kept(book):
    assert build.is_up_to_date(build.state())
    for name in SOURCES:  # written again, as they were
        write(book / name, (book / name).read_text())
    write(book / "cnnlab" / "__pycache__" / "shapes.pyc")
    write(book / "cnnlab" / ".shapes.py.swp")
    write(book / "README.md", "other words")
    assert build.is_up_to_date(build.state())
    assert left() == set(CACHES)


def another_processor(book, monkeypatch):
    monkeypatch.setattr(build_key.platform, "platform", lambda: "another")


def another_python(book, monkeypatch):
    monkeypatch.setattr(build_key.platform, "python_version", lambda: "3.9")


def another_version(book, monkeypatch):
    old = book / "site" / "torch-2.15.0.dist-info"
    old.rename(old.with_name("torch-2.16.0.dist-info"))


def other_data_of_the_same_size(book, monkeypatch):
    write(book / "data" / "mnist.npz", "BEFORE")


def another_data_set(book, monkeypatch):
    write(book / "data" / "cifar10.npz")


def no_data(book, monkeypatch):
    monkeypatch.setenv("CNNLAB_DATA", str(book / "nowhere"))


def another_kernel_of_products(book, monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")


def downloads(book, monkeypatch):
    monkeypatch.setenv("CNNLAB_DOWNLOAD", "1")


def other_settings(book, monkeypatch):
    write(book / "_config.yml", "execute: {timeout: 1}\n")


def a_new_module(book, monkeypatch):
    write(book / "cnnlab" / "new.py")


def a_module_renamed(book, monkeypatch):
    (book / "cnnlab" / "shapes.py").rename(book / "cnnlab" / "forms.py")


CHANGES = (
    another_processor, another_python, another_version, no_data,
    other_data_of_the_same_size, another_data_set, downloads,
    another_kernel_of_products, other_settings, a_new_module,
    a_module_renamed,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda f: f.__name__)
def test_what_cells_see_drops_their_outputs(book, monkeypatch, change):
    change(book, monkeypatch)
    assert not build.is_up_to_date(build.state())
    assert left() == set()


@pytest.mark.parametrize("name", SOURCES)
def test_each_source_counts(book, name):
    text = "execute: {timeout: 300}\nname: x\n"
    write(book / name, text)
    assert not build.is_up_to_date(build.state())
    if name.startswith(("cnnlab/", "book/results/")):
        assert left() == set()
    elif name.startswith(("book/_", "tools/", "_config")):
        assert left() == {".jupyter_cache", "jupyter_execute"}
    else:  # Sphinx and the page's own text see to it
        assert left() == set(CACHES)


def test_a_site_that_was_touched_is_built_again(book):
    (build.BUILD / "html" / "file").unlink()
    assert not build.is_up_to_date(build.state())


def test_answers_are_another_site(book, monkeypatch):
    monkeypatch.setenv("CNNLAB_ANSWERS", "1")
    assert not build.is_up_to_date(build.state())


def test_a_build_that_failed_is_read_again_but_not_executed(book):
    """Warnings come only when a page is read."""
    kept = json.loads(build.KEY.read_text())
    del kept["made"]
    build_key.save(build.KEY, kept)
    assert not build.is_up_to_date(build.state())
    assert left() == {".jupyter_cache", "jupyter_execute"}


@pytest.mark.parametrize("text", ["", "0123abcd", "[1]"])
def test_a_key_that_cannot_be_read_keeps_nothing(book, text):
    build.KEY.write_text(text)
    assert left() == set()
