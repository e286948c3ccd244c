"""`make test-versions`: what it tries, without the gigabytes."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import kernels  # noqa: E402
import versions  # noqa: E402


@pytest.fixture
def work(monkeypatch, tmp_path):
    monkeypatch.setattr(versions, "FOLDER", tmp_path)
    for name in ("CNNLAB_DATA", "XDG_CACHE_HOME", "JUPYTER_PATH"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(sys, "argv", ["versions.py", "3.99", "--oldest"])
    return tmp_path


def test_the_oldest_are_pins_of_all_that_pages_need():
    pins = versions.oldest()
    named = {pin.split("==")[0] for pin in pins}
    assert {"numpy", "torch", "torchvision", "mlxtend", "typer"} <= named
    assert all("==" in pin and ">" not in pin for pin in pins)


def test_the_quick_tests_are_many_and_need_no_other_package():
    found = [Path(name).name for name in versions.tests()]
    assert len(found) > 50
    for name in ("conv", "train_fit", "check_verbs", "data_load", "cli"):
        assert any(name in file for file in found), name
    for file in versions.tests():
        text = Path(file).read_text()
        assert "from hypothesis" not in text
        assert "import yaml" not in text


def test_what_is_known_to_fail_is_there():
    for name in versions.KNOWN:
        file, _, test = name.partition("::")
        assert f"def {test.partition('[')[0]}(" in (
            ROOT / "tests" / file
        ).read_text("utf-8")


def test_a_python_is_a_number_or_a_path():
    assert versions.program("3.13") == "python3.13"
    assert versions.program("/opt/p/bin/python3") == "/opt/p/bin/python3"


def test_no_environment_stays_and_each_failure_is_told(
    work, monkeypatch, capsys
):
    def install(program, folder, pins):
        folder.mkdir()
        if not pins:
            raise FileNotFoundError(program)
        return Path("python")

    def run_tests(python, result):
        result.tests = "5 passed"

    monkeypatch.setattr(versions, "install", install)
    monkeypatch.setattr(versions, "versions", lambda python: "NumPy 1.24")
    monkeypatch.setattr(versions, "run_tests", run_tests)
    monkeypatch.setattr(
        versions, "run_page", lambda page, *_: "!" * page.match("*/03_*")
    )
    assert versions.main() == 1
    table = capsys.readouterr().out.rpartition("\n\n")[2].splitlines()
    assert "set-up" in table[2]
    assert "3.99" in table[2]
    assert "NumPy 1.24 | 5 passed" in table[3]
    assert "| 03_convolution |" in table[3]
    assert not list(work.glob("*/lib"))
    assert sorted(p.name for p in work.iterdir()) == ["jupyter", "work"]


def test_failed_tests_are_named(monkeypatch):
    out = "...\nFAILED tests/test_a.py::b - no\n=== 1 failed, 9 passed in 1s"
    done = subprocess.CompletedProcess([], 1, stdout=out, stderr="")
    asked = []

    def run(command, **_):
        asked.extend(command)
        return done

    monkeypatch.setattr(versions.subprocess, "run", run)
    result = versions.Result("3.13")
    versions.run_tests(Path("python"), result)
    assert result.tests == "1 failed, 9 passed in 1s"
    assert result.failed[0] == "FAILED tests/test_a.py::b - no"
    assert not any("--deselect" in str(word) for word in asked)
    versions.run_tests(Path("python"), versions.Result(versions.OLDEST))
    assert sum("--deselect" in str(w) for w in asked) == len(versions.KNOWN)


def test_what_a_notebook_says_on_the_error_stream_counts():
    cells = [new_code_cell("1"), new_code_cell("2")]
    for cell, name in zip(cells, ("stdout", "stderr"), strict=True):
        cell.outputs = [new_output("stream", name=name, text=f"on {name}")]
    notebook = new_notebook(cells=cells)
    nbformat.validate(notebook)
    assert kernels.complaints(notebook) == "on stderr"
