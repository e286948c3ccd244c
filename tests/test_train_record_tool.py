"""`tools/record.py` on a few made-up digits."""

import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import record as tool  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.train import History  # noqa: E402
from cnnlab.train.recorder import load  # noqa: E402


def digits(kind="cache"):
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 28, 28), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    classes = tuple("0123456789")
    return Dataset("mnist", *part(60), *part(20), classes, "made up", kind)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(tool, "VALIDATION", 20)
    for name, plan in tool.PLANS.items():
        config = replace(plan.config, epochs=1, device="cpu")
        monkeypatch.setitem(tool.PLANS, name, replace(plan, config=config))


@pytest.mark.parametrize("name", tool.PLANS)
def test_a_plan_is_recorded(name, quick, tmp_path):
    done = tool.record_plan(name, digits(), range(2), tmp_path)
    assert load(tmp_path / f"{name}.json") == done
    assert done.seeds == [0, 1]
    assert done.config["train_images"] == 40
    assert "seed" not in done.config
    first, second = done.runs
    assert first["history"]["config"]["seed"] == 0
    assert second["history"]["config"]["seed"] == 1
    assert first["test_loss"] != second["test_loss"]
    matrix = np.array(first["confusion"])
    assert matrix.sum() == 20
    # 20 images: the accuracy is a whole number of twentieths
    assert math.isclose(first["test_accuracy"], np.trace(matrix) / 20,
                        rel_tol=1e-6)  # fmt: skip
    assert len(History.from_dict(first["history"]).epochs) == 1


def test_digits_are_scaled_and_bordered_as_in_the_paper():
    x = torch.tensor([0.0, 1.0]).reshape(1, 1, 1, 2).expand(1, 1, 28, 2)
    x = torch.cat([x] * 14, 3)
    y = tool.prepare(x, 32)
    assert y.shape == (1, 1, 32, 32)
    values = y.unique().tolist()
    # float32 of the paper's two numbers
    assert np.allclose(values, [-0.1, 1.175], rtol=1e-6)
    assert torch.allclose(y[0, 0, 0], torch.tensor(-0.1))


def test_a_sample_is_not_recorded(monkeypatch):
    monkeypatch.setattr(tool.data, "mnist", lambda: digits("embedded"))
    with pytest.raises(SystemExit, match="cnnlab data fetch mnist"):
        tool.main(["mnist_mlp"], 1)
