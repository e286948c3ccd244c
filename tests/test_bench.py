"""The tables of `make bench`: format, environment, arithmetic."""

import json
import subprocess
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


def alone(**changes) -> rows.Row:
    return row(**({"theirs": None, "ratio": None, "limit": 10.0} | changes))


def test_a_limit_is_kept_or_not():
    assert alone(ours=10.0).reached is True
    assert alone(ours=10.1).reached is False
    assert alone(limit=None).reached is None
    assert alone().as_json()["limit"] == pytest.approx(10)
    assert "limit" not in row().as_json()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"limit": 1.0}, "`limit`"),
        ({"theirs": None, "ratio": None, "aim": 1.0}, "`aim`"),
        ({"theirs": None}, "`ratio`"),
        ({"ratio": None}, "`ratio`"),
    ],
)
def test_a_row_is_a_ratio_or_a_figure_alone(changes, wrong):
    with pytest.raises(ValueError, match=wrong):
        row(**changes)


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
    run.save("x", [row()], rows.environment(), True, "now")
    run.save("x", [row(ours=9.0)], rows.environment(), False, "now")
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
    assert record["environment"][run.CORETYPE] == ""  # judged unset
    assert record["begun"].endswith(" UTC")
    assert record["rows"]
    for found in record["rows"] + record.get("beside", {}).get("rows", []):
        a_row_is_complete(found)


def a_row_is_complete(found: dict) -> None:
    keys = {field.name for field in fields(rows.Row)} | {"reached"}
    assert {"limit", *found} == keys
    reached = found.pop("reached")
    # The form and the end are a row's own: it refuses others.
    assert rows.Row(**found).reached is reached
    assert found["ours"] > 0
    if found["theirs"] is None:
        return
    less = found["unit"] in ("ms", "s", "MB")
    pair = found["theirs"], found["ours"]
    ratio = pair[0] / pair[1] if less else pair[1] / pair[0]
    # The mean of ratios is the ratio of geometric means: to rounding.
    assert found["ratio"] == pytest.approx(ratio, rel=1e-6)


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """`run` with stubs; what it measured, and what the second process got."""
    seen = {"here": [], "there": None}

    def measure(name, full):
        seen["here"].append(name)
        return [row()]

    def second(command, env):
        beside = Path(command[command.index("--beside") + 1])
        seen["there"] = command, env, json.loads(beside.read_text())
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(run, "RESULTS", tmp_path)
    monkeypatch.setattr(run, "measure", measure)
    monkeypatch.setattr(run.subprocess, "run", second)
    return seen


def test_one_run_is_enough_where_no_kernel_is_set(
    measured, monkeypatch, tmp_path
):
    monkeypatch.delenv(run.CORETYPE, raising=False)
    assert run.main(["convolution", "imports"]) == 0
    assert measured == {"here": ["convolution", "imports"], "there": None}
    begun = {
        json.loads(path.read_text())["begun"] for path in tmp_path.iterdir()
    }
    assert len(begun) == 1  # so that records of one run can be told


def test_where_a_kernel_is_set_the_unset_run_is_judged(
    measured, monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv(run.CORETYPE, "Haswell")
    assert run.main(["--full", "convolution", "imports"]) == 3
    assert measured["here"] == ["convolution"]  # an import has no products
    command, env, beside = measured["there"]
    assert run.CORETYPE not in env
    assert command[-3:] == ["convolution", "imports", "--full"]
    assert list(beside) == ["convolution"]
    said = capsys.readouterr().out
    assert "OPENBLAS_CORETYPE=Haswell, not judged" in said
    assert not list(tmp_path.iterdir())  # the second process writes

    monkeypatch.delenv(run.CORETYPE)
    (tmp_path / "beside").write_text(json.dumps(beside))
    assert run.main(["--beside", str(tmp_path / "beside"), "convolution"]) == 0
    record = json.loads((tmp_path / "convolution.json").read_text())
    assert record["environment"][run.CORETYPE] == ""
    assert record["beside"][run.CORETYPE] == "Haswell"
    assert len(record["beside"]["rows"]) == len(record["rows"]) == 1


def test_every_measurement_without_products_is_there():
    assert set(run.WITHOUT_PRODUCTS) <= set(run.names())


def test_a_figure_alone_is_shown_with_its_limit(capsys):
    run.show([alone(ours=12.0), row(aim=1.5)])
    said = " ".join(capsys.readouterr().out.split())
    assert "none" in said
    assert "at most 10" in said
    assert "missed" in said
    assert "reached" in said


def test_an_import_is_timed_in_a_process_of_its_own():
    import imports

    # Loaded here long ago; what is always loaded takes no time anywhere.
    assert imports.seconds("numpy") > imports.seconds("builtins") > 0


def test_imports_are_measured_in_turn(monkeypatch):
    import imports

    times = {"numpy": 0.1, "cnnlab": 0.001, "cnnlab.data": 0.2}
    asked = []
    monkeypatch.setattr(
        imports, "seconds", lambda name: asked.append(name) or times[name]
    )
    one, two = imports.rows(full=False)
    assert (one.ours, one.theirs) == pytest.approx((1.0, 100.0))
    assert one.ratio == pytest.approx(100)
    assert (one.reached, two.reached) == (True, None)
    assert asked[:6] == ["numpy", "cnnlab", "cnnlab.data"] * 2


def test_a_build_has_limits_in_seconds(tmp_path, monkeypatch):
    import book

    times = iter([400.0, 3.0, 2.0, 4.0, 30.0])
    monkeypatch.setattr(book, "build", lambda root: next(times))
    (tmp_path / "book").mkdir()
    (tmp_path / book.PAGE).write_text("# Words\n")
    cold, unchanged, page = book._all(tmp_path)
    assert (cold.ours, cold.limit) == pytest.approx((400, 900))
    assert (unchanged.ours, unchanged.limit) == pytest.approx((2, 10))
    assert page.reached is None
    assert (tmp_path / book.PAGE).read_text() != "# Words\n"


def test_a_race_on_a_gpu_is_one_row_of_all_its_runs():
    import speedrun

    runs = [
        {"train_seconds": s, "airbench_seconds": 3.0, "test_accuracy": 0.94,
         "airbench_accuracy": 0.93}
        for s in (1.0, 3.0)
    ]  # fmt: skip
    row = speedrun.row(runs)
    assert row.ratio == pytest.approx(1.5)
    assert row.rounds == 2
    assert row.reached is True
    assert row.detail["test_accuracy"] == pytest.approx(0.94)
