"""`tools/record_remedies.py` on a few made-up digits."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import record_remedies as tool  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.train.recorder import Recording  # noqa: E402


@pytest.fixture(scope="module")
def digits():
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 28, 28), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    classes = tuple("0123456789")
    return Dataset("mnist", *part(120), *part(20), classes, "made up", "cache")


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(tool, "IMAGES", 60)
    monkeypatch.setattr(tool, "VALIDATION", 40)
    monkeypatch.setattr(tool, "WATCHED", 20)
    monkeypatch.setattr(tool, "CONFIG", replace(tool.CONFIG, epochs=1))


def test_parts_do_not_meet_and_every_class_has_its_share(digits, small):
    (x, y), (x_valid, _) = tool.parts(digits, seed=1, noise=0)
    assert len(x) == 60
    assert len(x_valid) == 40
    assert y.bincount().tolist() == [6] * 10
    assert y[:20].bincount().tolist() == [2] * 10  # what stopping watches
    seen = {image.numpy().tobytes() for image in x}
    assert len(seen) == 60
    assert seen.isdisjoint(image.numpy().tobytes() for image in x_valid)
    (other, _), _ = tool.parts(digits, seed=2, noise=0)
    assert not torch.equal(x, other)


def test_a_wrong_label_is_always_another_class():
    y = torch.arange(10).repeat(1000)
    noisy = tool.wrong(y, 0.2, seed=0)
    # 10,000 draws: the standard deviation of the share is 0.004
    assert (noisy != y).float().mean().item() == pytest.approx(0.2, abs=0.02)
    assert noisy.min() == 0
    assert noisy.max() == 9
    assert torch.equal(tool.wrong(y, 0.0, seed=0), y)
    assert (tool.wrong(y, 1.0, seed=0) != y).all()


def trial(labels, remedy, strength, accuracy):
    return {
        "labels": labels, "remedy": remedy, "strength": strength,
        "val_accuracy": accuracy,
    }  # fmt: skip


def searched():
    """Two runs in which the best single value has not the best mean."""
    runs = []
    for extra in (0.0, 0.3):
        trials = [
            trial(labels, remedy, s, 0.5 + (0.1 - extra) * (k == 0))
            for labels in tool.NOISE
            for remedy, strengths in tool.GRID.items()
            for k, s in enumerate(strengths)
        ]
        trials += [
            trial(labels, "together", 0.5, 0.6) for labels in tool.NOISE
        ]
        runs.append({"seed": len(runs), "trials": trials})
    return Recording("search", {}, {}, runs)


def test_the_best_mean_is_chosen_for_each_kind_of_labels():
    trials = [
        trial("clean", "l2", 0.1, 0.9), trial("clean", "l2", 0.1, 0.1),
        trial("clean", "l2", 0.2, 0.6), trial("clean", "l2", 0.2, 0.6),
        trial("noisy", "l2", 0.1, 1.0), trial("clean", "l1", 0.1, 1.0),
    ]  # fmt: skip
    assert tool.best_of(trials, "clean", "l2") == pytest.approx(0.2)


def test_plans_use_what_was_found():
    plans = tool.plans(searched())
    clean = plans["clean"]
    second = tool.GRID["l2"][1]  # the first is best once, and worst on average
    assert clean["none"] == tool.Remedies()
    assert clean["l2"] == tool.Remedies(l2=second)
    assert clean["together"].l2 == pytest.approx(second / 2)
    assert clean["together, no l2"] == replace(clean["together"], l2=0.0)
    assert clean["stop"].stop == "own"
    assert set(plans["noisy"]) < set(clean)


def test_all_plans_run_from_the_same_images(digits, small):
    todo = {"clean": {
        "none": tool.Remedies(),
        "all": tool.Remedies(1e-4, 1e-2, 0.5, 0.2, 1.0, "own"),
        "other": tool.Remedies(stop="other"),
    }}  # fmt: skip
    trials = tool.compare(0, digits, todo)["trials"]
    assert [t["name"] for t in trials] == ["none", "all", "other"]
    for t in trials:
        # 20 test digits: the accuracy is a whole number of twentieths
        twentieths = 20 * t["test_accuracy"]
        assert twentieths == pytest.approx(round(twentieths), abs=1e-4)
        assert t["epochs"] == 1
        assert "net" not in t
