"""How long a page will take: scaled from a record, rounded, no hindrance."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnnlab import pace, page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import page_times  # noqa: E402
import project  # noqa: E402

PAGES = [p for p in project.pages() if project.is_notebook(p)]
KNOWN = "03_convolution"
pytestmark = pytest.mark.torch


@pytest.fixture
def record(monkeypatch, tmp_path):
    """A machine whose probe takes 10 ms and whose page takes 20 s."""
    file = tmp_path / "page_times.json"
    file.write_text('{"probe_seconds": 0.01, "seconds": {"x": 20.0}}')
    monkeypatch.setattr(pace, "RECORD", file)
    return file


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "about 5 s"),
        (7.6, "about 10 s"),
        (41.2, "about 40 s"),
        (88.9, "about 90 s"),
        (91, "about 2 minutes"),
        (400, "about 7 minutes"),
    ],
)
def test_a_guess_is_rounded(seconds, text):
    assert pace.words(seconds) == text


@pytest.mark.parametrize(("here", "expected"), [(0.01, 20), (0.035, 70)])
def test_a_slower_machine_takes_longer(record, monkeypatch, here, expected):
    monkeypatch.setattr(pace, "probe", lambda: here)
    assert pace.seconds("x") == pytest.approx(expected)  # a ratio in floats
    assert pace.seconds("unknown") is None


@pytest.mark.parametrize(
    "text", ["", "{", "{}", '{"seconds": {"x": 1}}', "[]"]
)
def test_a_broken_record_is_no_error(record, text):
    record.write_text(text)
    assert pace.seconds("x") is None
    record.unlink()
    assert pace.seconds("x") is None


def test_a_probe_that_fails_is_no_error(record, monkeypatch, capfd):
    def probe():
        raise RuntimeError("no torch that works")

    monkeypatch.setattr(pace, "probe", probe)
    page.start("x")
    out, err = capfd.readouterr()
    assert (out.count("\n"), err) == (1, "")


def test_start_says_how_long_only_where_it_knows(record, monkeypatch, capfd):
    monkeypatch.setattr(pace, "probe", lambda: 0.02)
    page.start()
    page.start("unknown")
    out, err = capfd.readouterr()
    assert "All cells" not in out
    page.start("x")
    out, err = capfd.readouterr()
    assert "All cells: about 40 s here" in out.splitlines()[1]
    assert err == ""


def test_no_estimate_without_torch(record, monkeypatch, capsys):
    monkeypatch.setattr(page.importlib.util, "find_spec", lambda name: None)
    page.start("x")
    assert "All cells" not in capsys.readouterr().out


def test_the_probe_is_short_and_leaves_torch_as_it_was():
    torch = pytest.importorskip("torch")
    pace.probe()  # the first loads what torch loads late
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    rounds = []
    for _ in range(3):
        start = time.process_time()
        assert 0 < pace.probe() < 1
        rounds.append(time.process_time() - start)
    # The budget and one more step, in time of the processor.
    assert min(rounds) < 0.3
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_the_probe_uses_one_thread(monkeypatch):
    torch = pytest.importorskip("torch")
    seen = []
    monkeypatch.setattr(
        pace, "_least_time", lambda: seen.append(torch.get_num_threads())
    )
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        pace.probe()
        assert seen == [1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_the_record_is_complete_and_of_pages_that_exist():
    known = pace.record()
    assert set(known) == {
        "command", "date", "hardware", "probe_seconds", "seconds"
    }  # fmt: skip
    assert 0 < known["probe_seconds"] < 1
    assert set(known["seconds"]) <= {p.stem for p in PAGES}
    chapters = {p.stem for p in PAGES if re.match(r"[01]\d_", p.stem)}
    assert chapters <= set(known["seconds"])
    # Longer than its imports, and what a page may take, on a busy machine.
    assert all(3 < s < 120 for s in known["seconds"].values())


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_notebook_names_its_own_page(path):
    cells = json.loads(path.with_suffix(".ipynb").read_text())["cells"]
    code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    starts = re.findall(r"page\.start\((.*)\)", "\n".join(code))
    assert starts == [f'"{path.stem}"']


def test_the_tool_writes_what_pages_read(record, monkeypatch, capsys):
    times = {p.stem: 10.04 for p in PAGES}
    monkeypatch.setattr(page_times.execute, "seconds", lambda *_: times)
    monkeypatch.setattr(sys, "argv", ["page_times.py"])
    assert page_times.main() == 0
    assert pace.record()["seconds"] == pytest.approx(
        dict.fromkeys(times, 10.0)  # kept with one digit after the point
    )
    assert pace.record()["probe_seconds"] > 0


def test_the_tool_wants_every_page(record, monkeypatch, capsys):
    monkeypatch.setattr(page_times.execute, "seconds", lambda *_: {"x": 1.0})
    monkeypatch.setattr(sys, "argv", ["page_times.py"])
    assert page_times.main() == 1
    assert KNOWN in capsys.readouterr().out
    assert pace.record()["seconds"] == {"x": 20.0}


def test_pace_loads_neither_torch_nor_numpy_before_it_is_asked():
    code = (
        "import sys; from cnnlab import pace; pace.record();"
        "assert not {'torch', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
