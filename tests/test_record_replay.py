"""`tools/record_replay.py` on a few made-up digits, and what it recorded."""

import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import record  # noqa: E402
import record_replay as tool  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.train.recorder import load  # noqa: E402

RECORD = tool.RESULTS / f"{tool.NAME}.json"


@pytest.fixture(scope="module")
def digits():
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 28, 28), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    classes = tuple("0123456789")
    return Dataset("mnist", *part(60), *part(20), classes, "made up", "cache")


@pytest.fixture
def done(digits, tmp_path, monkeypatch):
    monkeypatch.setattr(record, "VALIDATION", 20)
    monkeypatch.setattr(tool, "EVERY", 2)
    monkeypatch.setattr(tool, "WATCHED", 5)
    config = replace(tool.PLAN.config, epochs=2, batch_size=20, device="cpu")
    monkeypatch.setattr(tool, "PLAN", replace(tool.PLAN, config=config))
    recorded = tool.record_runs(digits, range(2), tmp_path)
    assert load(tmp_path / f"{tool.NAME}.json") == recorded
    return recorded


def test_a_diary_has_a_page_an_epoch_and_one_before(done):
    for run in done.runs:
        assert len(run["history"]["epochs"]) == 2
        for key in tool.PAGES:
            assert len(run[key]) == 3, key
        assert [len(page.split()) for page in run["filters"]] == [6 * 25] * 3
        assert [len(page) for page in run["guesses"]] == [5] * 3
        assert run["filters"][0] != run["filters"][2]
    first, second = (run["filters"][0] for run in done.runs)
    assert first != second  # each seed draws its own


def test_the_diary_begins_with_the_weights_as_drawn(done):
    torch.manual_seed(1)
    net = tool.models.build("lenet5")
    weight = net.block1.conv.weight.detach().flatten().tolist()
    noted = [int(w) / tool.PART for w in done.runs[1]["filters"][0].split()]
    # Kept as thousandths.
    assert noted == pytest.approx(weight, abs=0.5001 / tool.PART)
    start = done.runs[1]["start"]["val_loss"]
    assert start == pytest.approx(math.log(10), abs=0.2)


def test_watched_digits_are_the_same_for_all_seeds(done, digits):
    notes = done.data["watched"]
    indices = [int(i) for i in notes["indices"].split()]
    assert len(set(indices)) == 5
    labels = "".join(str(digits.test_labels[i]) for i in indices)
    assert notes["labels"] == labels


def test_a_picture_is_averaged_two_by_two():
    image = torch.zeros(1, 28, 28)
    image[0, :2, :2] = 1
    image[0, 0, 2] = 1
    image[0, 27, 26:] = 1
    shades = tool.picture(image)
    assert len(shades) == 14 * 14
    # A whole square, a quarter and a half of 15 shades.
    assert (shades[0], shades[1], shades[-1]) == ("f", "4", "8")
    assert set(shades[2:-1]) == {"0"}


def test_the_hardest_are_those_the_judge_believes_least():
    class Judge(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.ones(1))

        def forward(self, x):
            sure = x.flatten(1)[:, :1] * self.scale
            return torch.cat([sure, -sure], 1)

    belief = torch.tensor([3.0, -2.0, 0.0, 1.0, -5.0, 2.0])
    test = belief.reshape(-1, 1, 1, 1), torch.zeros(6, dtype=torch.long)
    order = [4, 1, 2, 3, 5, 0]
    chosen = tool.choose(Judge(), test)
    assert chosen.tolist() == order[:: tool.EVERY][: tool.WATCHED]


def test_the_runs_are_those_of_the_other_record():
    """Same seeds, same numbers: the diary does not disturb the training."""
    replayed, first = load(RECORD), load(tool.RESULTS / "lenet5.json")
    assert replayed.data["sha256"] == first.data["sha256"]
    assert len(replayed.runs) >= 3
    for one, other in zip(replayed.runs, first.runs, strict=False):
        assert one["seed"] == other["seed"]
        for key in ("loss", "val_loss", "accuracy", "val_accuracy"):
            ours, theirs = (
                [epoch[key] for epoch in run["history"]["epochs"]]
                for run in (one, other)
            )
            # The same operations in the same order, on a machine alike.
            assert ours == pytest.approx(theirs, rel=1e-6), key


def test_the_widget_has_the_records_of_today():
    assert tool.FETCHED.read_text("utf-8") == tool.fetched(), (
        "run `python tools/record_replay.py` after a new recording"
    )
    kept = json.loads(tool.FETCHED.read_text("utf-8"))
    assert list(kept) == [tool.NAME, *tool.CURVES]


def test_files_are_small():
    assert RECORD.stat().st_size < 60_000
    assert tool.FETCHED.stat().st_size < 60_000
