"""`tools/try_speedrun.py`: a trial sees no test image and is written down."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import try_speedrun as tool  # noqa: E402

from cnnlab.speedrun import TOY  # noqa: E402
from cnnlab.speedrun.digits import DigitsRecipe  # noqa: E402
from cnnlab.speedrun.prepare import Parts  # noqa: E402


def parts(C, H):
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(40, C, H, H, generator=generator)
    part = images, torch.arange(40) % 10
    return Parts(part, part, None)  # a look at the test part would fail


def test_changes_are_read_as_numbers_lists_and_words():
    words = ["epochs=0.8", "widths=[8,16]", "optimizer=muon", "mirror=true"]
    assert tool.parse(words) == {
        "epochs": pytest.approx(0.8),
        "widths": (8, 16),
        "optimizer": "muon",
        "mirror": True,
    }
    with pytest.raises(SystemExit, match="FIELD=VALUE"):
        tool.parse(["epochs"])


def test_a_change_is_of_a_field_that_the_recipe_has():
    assert tool.changed("30s", {"epochs": 2}).epochs == 2
    with pytest.raises(SystemExit, match="no such field of 30s: epoch;"):
        tool.changed("30s", {"epoch": 2})


@pytest.mark.parametrize("name", ["30s", "mnist", "fashion_mnist"])
def test_a_trial_is_judged_by_the_validation_part(name):
    if name in tool.COLOURS:
        recipe, part = replace(TOY, widths=(4, 4, 4)), parts(3, 32)
    else:
        recipe = DigitsRecipe((4, 8), 0.5, 16, mirror=name != "mnist")
        part = parts(1, 28)
    found = tool.try_one(name, recipe, part, seed=0)
    looks = {"30s": TOY.looks, "mnist": 0, "fashion_mnist": 1}[name]
    keys = {f"val_accuracy_looks_{k}" for k in range(looks + 1)}
    assert keys == {key for key in found if "accuracy" in key}
    assert all(0 <= found[key] <= 1 for key in keys)
    assert found["train_seconds"] > 0


def test_a_share_of_the_labels_is_wrong_each_way_alike():
    images, labels = torch.zeros(20_000, 1), torch.arange(20_000) % 10
    x, y = tool.mislabel((images, labels), 0.45, seed=3)
    assert x is images
    assert (labels == torch.arange(20_000) % 10).all()  # it was copied
    moved = (y - labels) % 10
    counts = torch.bincount(moved, minlength=10)
    assert counts[0] == 11_000
    # 9,000 wrong labels, nine ways: 1,000 each, four standard deviations.
    assert (counts[1:] - 1_000).abs().max() < 4 * 1_000**0.5
    assert y.min() == 0
    assert y.max() == 9
    again, other = (tool.mislabel((x, labels), 0.45, s)[1] for s in (3, 4))
    assert (y == again).all()
    assert (y != other).any()
    assert (tool.mislabel((x, labels), 0, 3)[1] == labels).all()


def test_the_wrong_labels_are_not_drawn_as_the_order_is():
    labels = torch.arange(1_000) % 10
    wrong = tool.mislabel((labels, labels), 0.1, seed=0)[1] != labels
    order = torch.randperm(1_000, generator=torch.Generator().manual_seed(0))
    assert wrong[order[:100]].sum() < 30  # 10 expected, 100 if drawn alike


def test_a_command_is_safe_in_a_shell():
    assert tool.command("mnist", ["widths=[8,16]", "epochs=2"], 1) == (
        "python tools/try_speedrun.py mnist 'widths=[8,16]' epochs=2 --seed 1"
    )
    assert tool.command("mnist", ["hardest=1"], 0, wrong=0.1).endswith(
        "try_speedrun.py mnist hardest=1 --wrong 0.1 --seed 0"
    )


def test_trials_stay_and_the_same_command_takes_its_place(tmp_path):
    path = tmp_path / "tried.json"
    tool.write_down(path, "a", {"val": 1})
    tool.write_down(path, "b", {"val": 2})
    tool.write_down(path, "a", {"val": 3})
    assert json.loads(path.read_text()) == {"a": {"val": 3}, "b": {"val": 2}}
