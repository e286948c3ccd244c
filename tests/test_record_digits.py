"""`tools/record_digits.py` on a few made-up images."""

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import record_digits as tool  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.speedrun import digits  # noqa: E402
from cnnlab.train.recorder import load  # noqa: E402


def test_a_record_has_both_ways(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 28, 28), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    classes = tuple("0123456789")
    made_up = Dataset("x", *part(60), *part(20), classes, "made up", "cache")
    monkeypatch.setitem(tool.PLANS, "fashion_mnist", tool.Plan((1, 2), (0,)))
    toy = digits.DigitsRecipe((8, 8, 8), 1, batch_size=20, mirror=True)
    monkeypatch.setitem(digits.RECIPES, "fashion_mnist", toy)
    done = tool.record_one("fashion_mnist", made_up, range(2), tmp_path, 20)
    assert load(tmp_path / "speedrun_fashion_mnist.json") == done
    assert done.config["train_images"] == 40
    assert done.seeds == [0, 1]
    for run in done.runs:
        assert [row["epochs"] for row in run["fast"]] == [1, 2]
        assert [row["train_seconds"] for row in run["baseline"]] == [0]
        for row in run["baseline"] + run["fast"]:
            assert 0 <= row["val_accuracy"] <= 1
            assert 0 <= row["test_accuracy"] <= 1
        assert "test_accuracy_mirrored" in run["fast"][0]
        assert run["cpu"] == tool.hardware.detect().cpu


def of(n, kind):
    images = np.zeros((n, 28, 28), np.uint8), np.zeros(n, np.uint8)
    return Dataset("x", *images, *images, tuple("0123456789"), "made up", kind)


def test_a_sample_is_refused_and_all_of_it_is_not(monkeypatch):
    """Also where all of it comes with a package."""
    monkeypatch.setattr(tool.data, "mnist", lambda: of(4_000, "embedded"))
    with pytest.raises(SystemExit, match="needs all of mnist"):
        tool.whole("mnist")
    monkeypatch.setattr(tool.data, "mnist", lambda: of(60_000, "embedded"))
    assert tool.whole("mnist").kind == "embedded"
