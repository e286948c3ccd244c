"""The `cnnlab` command, called as a user does."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from data_helpers import flip_a_byte, store
from typer.testing import CliRunner

import cnnlab
from cnnlab import cli, data, hardware

pytest_plugins = ["data_fixtures"]


def run(*words: str):
    """Exit code and what was printed; an exception is a failure."""
    result = CliRunner().invoke(cli.app, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def lack(monkeypatch, *packages: str) -> None:
    real = hardware.installed
    monkeypatch.setattr(
        hardware,
        "installed",
        lambda name: None if name in packages else real(name),
    )


def test_version():
    assert run("--version") == (0, f"cnnlab {cnnlab.__version__}\n")


def test_help_names_the_commands():
    code, text = run("--help")
    assert code == 0
    for command in ("doctor", "data"):
        assert command in text


def test_doctor_says_what_is_there(cache):
    store(cache / "mnist.npz")
    code, text = run("doctor")
    assert code == 0
    for words in (
        cnnlab.__version__,
        str(hardware.detect()),
        f"numpy {hardware.installed('numpy')}",
        f"mnist: {cache / 'mnist.npz'}",
        f"GB free for {cache}",
    ):
        assert words in text
    assert re.search(r"missing\s+cifar10: .*cnnlab data fetch cifar10", text)


@pytest.mark.parametrize("need", cli.PACKAGES[1:], ids=lambda n: n.name)
def test_doctor_names_each_missing_package(cache, monkeypatch, need):
    lack(monkeypatch, need.name)
    code, text = run("doctor")
    assert code == 0
    line = f"{need.name}: for {need.purpose}. Get it: {need.get}"
    assert re.search(rf"missing\s+{re.escape(line)}\n", text)


def test_doctor_fails_without_numpy_alone(cache, monkeypatch):
    lack(monkeypatch, "numpy")
    # As it is where NumPy is missing: cnnlab.data cannot be imported.
    monkeypatch.setitem(sys.modules, "cnnlab.data", None)
    monkeypatch.delattr(cnnlab, "data")
    code, text = run("doctor")
    assert code == 1
    assert "numpy: for everything. Get it: pip install numpy" in text


def test_doctor_names_missing_programs(cache, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    code, text = run("doctor")
    assert code == 0
    for need in cli.PROGRAMS:
        name = need.name.split()[0]
        assert f"{name}: for {need.purpose}. Get it: {need.get}" in text


def test_doctor_takes_any_name_of_a_program(cache, monkeypatch):
    monkeypatch.setattr(
        shutil,
        "which",
        lambda name, path=None: f"/x/{name}" if "google" in name else None,
    )
    text = run("doctor")[1]
    assert "/x/google-chrome" in text
    assert "chromium: for" not in text


def test_doctor_looks_beside_python_too(cache, monkeypatch):
    asked = []
    monkeypatch.setattr(
        shutil, "which", lambda name, path=None: asked.append(path)
    )
    run("doctor")
    assert {path.split(os.pathsep)[0] for path in asked} == {
        os.path.dirname(sys.executable)
    }


def test_doctor_bears_an_unreadable_cache_and_a_new_one(cache, monkeypatch):
    monkeypatch.setenv("CNNLAB_DATA", str(cache / "not" / "yet"))
    assert run("doctor")[0] == 0

    def locked(path):
        raise data.DataError("cannot look there")

    monkeypatch.setattr("cnnlab.data._load.is_cached", locked)
    code, text = run("doctor")
    assert code == 0
    assert "cannot look there" in text


def test_list_says_where_each_set_is(cache):
    store(cache / "cifar10.npz")
    code, text = run("data", "list")
    assert code == 0
    for name in data.names():
        assert f"{name}: " in text
    assert f"cache    cifar10: {cache / 'cifar10.npz'} (0 MB)" in text
    assert "11 photos" in text


def test_fetch_downloads_with_progress(cache, monkeypatch):
    asked = []

    def download(spec, path, progress):
        asked.append((spec.name, progress))
        store(path)

    monkeypatch.setattr("cnnlab.data._load.download", download)
    code, text = run("data", "fetch", "mnist")
    assert code == 0
    assert "from a download" in text
    assert asked == [("mnist", True)]
    code, text = run("data", "fetch", "mnist")
    assert code == 0
    assert "from the cache" in text
    assert len(asked) == 1


def test_fetch_tells_an_error_without_a_traceback(cache):
    (cache / "mnist.npz").write_bytes(b"half")
    code, text = run("data", "fetch", "mnist")
    assert code == 1
    assert "Delete it and run `cnnlab data fetch mnist`" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("command", ["fetch", "verify"])
def test_an_unknown_name_lists_the_names(cache, command):
    code, text = run("data", command, "minst")
    assert code == 2
    assert "fashion_mnist" in text


def test_verify_fails_for_a_damaged_file_alone(cache):
    code, text = run("data", "verify")
    assert code == 0
    assert text.count("missing") == len(data.names())
    store(cache / "mnist.npz")
    code, text = run("data", "verify", "mnist")
    assert code == 0
    assert "unknown" in text
    assert "cifar10" not in text
    flip_a_byte(cache / "mnist.npz", "train_images")
    assert run("data", "verify", "cifar10")[0] == 0
    for words in (["mnist"], []):
        code, text = run("data", "verify", *words)
        assert code == 1
        assert "damaged" in text


def test_models_are_listed_with_their_counts():
    pytest.importorskip("torch")
    code, text = run("models")
    assert code == 0
    assert "669,706" in text
    assert "LeNet-5 as published" in text
    assert "20,688,363,520" in text
    # One line a network, none wider than a usual terminal
    lines = text.splitlines()
    assert len(lines) > 40
    assert max(map(len, lines)) <= 100


def test_the_installed_command_runs():
    program = shutil.which("cnnlab", path=sys.prefix + "/bin")
    if program is None:
        pytest.skip("cnnlab is not installed beside this Python")
    done = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
