"""The recorder: saves each run, resumes, refuses to mix."""

import json
import math

import pytest

pytest.importorskip("torch")

from cnnlab.train.recorder import load, record  # noqa: E402

DATA = {"source": "made up", "sha256": "abc"}


def keep(folder, seeds, run=None, **changes):
    usual = {"config": {"lr": 0.1, "shape": (2, 3)}, "data": DATA}
    run = run or (lambda seed: {"accuracy": 0.9 + seed / 100})
    return record(folder, "tiny", seeds, run, **{**usual, **changes})


def test_a_run_has_all_that_repeats_it(tmp_path):
    keep(tmp_path / "new", [4], hardware="a lamp", command="python x.py 4")
    done = load(tmp_path / "new" / "tiny.json")
    assert done.name == "tiny"
    assert done.config == {"lr": 0.1, "shape": [2, 3]}
    assert done.data == DATA
    (run,) = done.runs
    assert run["seed"] == 4
    assert run["command"] == "python x.py 4"
    assert run["hardware"] == "a lamp"
    assert run["seconds"] >= 0
    assert len(run["date"]) == 10
    assert {"python", "torch", "numpy", "cnnlab"} <= set(run["versions"])
    assert math.isclose(run["accuracy"], 0.94)


def test_it_goes_on_where_it_stopped(tmp_path, capsys):
    asked = []

    def run(seed):
        asked.append(seed)
        if seed == 2 and asked.count(2) == 1:
            raise KeyboardInterrupt
        return {"accuracy": 0.5}

    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path, range(4), run)
    assert load(tmp_path / "tiny.json").seeds == [0, 1]
    done = keep(tmp_path, range(4), run)
    assert asked == [0, 1, 2, 2, 3]
    assert done.seeds == load(tmp_path / "tiny.json").seeds == [0, 1, 2, 3]
    assert "seed 1: already in" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["tiny.json"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"config": {"lr": 0.2, "shape": (2, 3)}}, "lr was 0.1, is 0.2"),
        ({"config": {"lr": 0.1}}, r"shape was \[2, 3\], is None"),
        ({"data": {**DATA, "sha256": "x"}}, "data.sha256 was 'abc', is 'x'"),
    ],
)
def test_it_refuses_to_mix_and_says_how_to_go_on(tmp_path, change, message):
    keep(tmp_path, [0])
    before = (tmp_path / "tiny.json").read_text()
    with pytest.raises(ValueError, match=f"{message}.*delete the file"):
        keep(tmp_path, [1], **change)
    assert (tmp_path / "tiny.json").read_text() == before


def test_what_is_no_json_leaves_the_file_as_it_was(tmp_path):
    keep(tmp_path, [0])
    with pytest.raises(TypeError, match="JSON"):
        keep(tmp_path, [1], lambda seed: {"accuracy": object()})
    assert load(tmp_path / "tiny.json").seeds == [0]
    assert [p.name for p in tmp_path.iterdir()] == ["tiny.json"]


def test_mean_and_spread(tmp_path):
    done = keep(tmp_path, [1, 2, 6])
    assert done.values("accuracy") == [0.91, 0.92, 0.96]
    assert math.isclose(done.mean("accuracy"), 0.93)
    # Squares of -0.02, -0.01, 0.03 sum to 0.0014, over n - 1 = 2
    assert math.isclose(done.spread("accuracy"), math.sqrt(0.0007))
    assert math.isnan(keep(tmp_path / "one", [0]).spread("accuracy"))


def test_it_shows_a_row_for_each_seed(tmp_path):
    html = keep(tmp_path, [1, 2], hardware="<lamp>")._repr_html_()
    assert html.count("<tr>") == 5
    assert "<td>0.915</td>" in html
    assert "&lt;lamp&gt;" in html


def test_the_file_can_be_read_by_people(tmp_path):
    keep(tmp_path, [0], hardware="CPU · 2 cores")
    text = (tmp_path / "tiny.json").read_text(encoding="utf-8")
    assert "CPU · 2 cores" in text
    assert len(text.splitlines()) > 10
    assert json.loads(text)["runs"]
