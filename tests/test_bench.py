"""The tables of `make bench`: format, environment, arithmetic."""

import json
import sys
from dataclasses import fields
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import rows  # noqa: E402
import run  # noqa: E402

RECORDS = sorted((ROOT / "bench" / "results").glob("*.json"))
NEEDED = {"machine", "cpu", "cores", "system", "python", "load", "numpy"}
NEEDED |= {"torch", "cnnlab", *rows.THREADS}


def row(**changes) -> rows.Row:
    facts = {"name": "n", "what": "w", "unit": "s", "ours": 2.0}
    facts |= {"theirs": 3.0, "ratio": 1.5, "aim": None, "rounds": 1}
    return rows.Row(**(facts | changes))


def test_an_aim_is_reached_or_missed():
    assert row(aim=1.5).reached is True
    assert row(aim=1.6).reached is False
    assert row().reached is None


def test_the_environment_is_complete():
    found = rows.environment()
    assert found.keys() >= NEEDED
    assert found["numpy"]
    assert found["cores"] >= 1


def test_sides_are_measured_in_turn():
    order = []
    sides = {"ours": lambda: order.append("o"), "theirs": order.clear}
    sides["theirs"] = lambda: order.append("t")
    seconds = rows.interleaved(sides, 3)
    assert order == ["o", "t"] * 3
    assert {len(times) for times in seconds.values()} == {3}
    assert min(seconds["ours"]) >= 0


def test_a_quick_run_keeps_a_full_record(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    run.save("x", [row()], rows.environment(), full=True)
    run.save("x", [row(ours=9.0)], rows.environment(), full=False)
    assert json.loads((tmp_path / "x.json").read_text())["full"]
    assert (tmp_path / "x.quick.json").exists()
    assert "bench/results/x.quick.json" in capsys.readouterr().out


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit):
        run.main(["nothing"])
    assert "no 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem)
def test_a_record_is_complete(path):
    record = json.loads(path.read_text("utf-8"))
    assert record["command"].startswith("make bench NAMES=")
    assert record["environment"].keys() >= NEEDED
    assert record["rows"]
    keys = {field.name for field in fields(rows.Row)} | {"reached"}
    for found in record["rows"]:
        assert set(found) == keys
        less = found["unit"] in ("ms", "s", "MB")
        pair = found["theirs"], found["ours"]
        ratio = pair[0] / pair[1] if less else pair[1] / pair[0]
        # The mean of ratios is the ratio of geometric means: to rounding.
        assert found["ratio"] == pytest.approx(ratio, rel=1e-6)
        reached = found["aim"] is None or found["ratio"] >= found["aim"]
        assert bool(found["reached"]) == (reached and found["aim"] is not None)
