"""`tools/record_transfer.py` and `record_bees.py` on a few made-up images."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import bees  # noqa: E402
import probe  # noqa: E402
import record_bees  # noqa: E402
import record_transfer as tool  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402


def made_up(counts, size, colours=(), classes=10):
    rng = np.random.default_rng(0)
    arrays = []
    for n in counts:
        shape = (n, size, size, *colours)
        arrays += [rng.integers(0, 256, shape, np.uint8),
                   np.arange(n, dtype=np.uint8) % classes]  # fmt: skip
    names = tuple("0123456789"[:classes])
    return Dataset("made", *arrays, names, "made up", "cache")


@pytest.fixture
def digits(monkeypatch):
    monkeypatch.setattr(tool, "VALIDATION", 20)
    monkeypatch.setattr(tool, "SIZES", {3: (5, 1)})
    monkeypatch.setattr(probe, "DECAYS", (1e-2, 1e-1))
    return tool.prepare(made_up((120, 40), 28))


def test_the_parts_of_the_new_digits_do_not_meet(digits):
    assert [len(p[0]) for p in (digits.train, digits.valid)] == [40, 20]
    seen = {x.numpy().tobytes() for x in digits.train[0]}
    assert seen.isdisjoint(x.numpy().tobytes() for x in digits.valid[0])
    for _, y in (digits.train, digits.valid, digits.test, digits.old):
        assert set(y.tolist()) == set(range(5))
    x, y = digits.some(3, seed=1)
    assert y.bincount().tolist() == [3] * 5
    assert not torch.equal(x, digits.some(3, seed=2)[0])
    # float32 of black and white in the paper's scale
    assert np.allclose([x.min(), x.max()], [-0.1, 1.175], atol=1e-3)


@pytest.mark.parametrize("each", [False, True])
def test_the_linear_classifier_is_at_the_minimum(each):
    """There the gradient of the whole loss is 0, for other scales too."""
    torch.manual_seed(0)
    x = torch.randn(30, 4) * torch.tensor([1.0, 3, 0.3, 2]) + 5
    y = torch.arange(30) % 3
    decay = 0.1
    head = probe.linear_probe(x, y, decay, each)
    mean = x.mean(0)
    size = x.std(0) if each else (x - mean).square().mean().sqrt()
    inner = nn.Linear(4, 3)
    inner.weight.data = head.weight.data * size
    inner.bias.data = head.bias.data + head.weight.data @ mean
    z = (x - mean) / size
    # float32, features up to 15: the two forms differ by their rounding
    assert torch.allclose(inner(z), head(x), atol=1e-4)
    loss = nn.functional.cross_entropy(inner(z), y)
    loss = loss + decay / 2 * inner.weight.square().sum()
    loss.backward()
    # above the search's own tolerance, 1e-5
    assert inner.weight.grad.abs().max() < 1e-3
    assert inner.bias.grad.abs().max() < 1e-3


def test_the_decay_is_chosen_on_the_validation_part(monkeypatch):
    def one_is_right(x, y, decay, each):
        head = nn.Linear(1, 2)
        nn.init.zeros_(head.weight)
        good = decay == probe.DECAYS[2]
        head.bias.data = torch.tensor([0.0, 1.0 if good else -1.0])
        return head

    monkeypatch.setattr(probe, "linear_probe", one_is_right)
    x, y = torch.zeros(4, 1), torch.tensor([0, 0, 0, 0])
    head, right = probe.best_probe(x, y, x, 1 - y)
    assert right > 0.99
    assert head.bias[1] > 0


def test_the_last_cut_is_what_the_head_sees():
    net = tool.fresh(0).eval()
    x = torch.rand(4, 1, 28, 28)
    rows = tool.features(net, x)
    assert list(rows) == list(tool.CUTS)
    # float32, 84 products a logit
    assert torch.allclose(net.fc3(rows["fc2"]), net(x), atol=1e-5)


def test_the_old_base_serves_the_old_head():
    first, second = tool.Reader(1), tool.Reader(2)
    assert torch.equal(first.base[0].conv.weight, second.base[0].conv.weight)
    assert not torch.equal(first.head.weight, second.head.weight)
    x = torch.rand(6, 1, 28, 28)
    y = tool.old_net()(x).argmax(1)
    assert tool.old_share(first, (x, y)) > 0.99
    assert tool.old_share(first, (x, (y + 1) % 5)) < 0.01


def test_a_given_head_is_copied():
    head = nn.Linear(400, 5)
    reader = tool.Reader(0, head)
    assert torch.equal(reader.head.weight, head.weight)
    assert reader.head is not head


def test_every_way_is_recorded(digits):
    found = tool.one_size(3, 0, digits, {"fresh": 0.1, "slow": 0.01})
    assert set(found["ways"]) == {
        "extract", "scratch", "tune", "at once, slow", "at once, fast",
    }  # fmt: skip
    assert set(found["cuts"]) == set(found["untrained"]) == set(tool.CUTS)
    cut = found["ways"]["extract"]["cut"]
    assert found["cuts"][cut][0] == max(v for v, _ in found["cuts"].values())
    assert "old" not in found["ways"]["scratch"]


class Small(nn.Module):
    """As few blocks as can be cut, with a head of 1000 classes."""

    def __init__(self):
        super().__init__()
        widths = (3, 4, 5, 6)
        blocks = (
            nn.Sequential(nn.Conv2d(a, b, 3, 2, 1), nn.BatchNorm2d(b))
            for a, b in zip(widths, widths[1:], strict=False)
        )
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Linear(6, 1000)


@pytest.fixture
def them(monkeypatch):
    monkeypatch.setattr(bees, "UPPER", 1)
    monkeypatch.setattr(bees.Upper, "first", 1)
    monkeypatch.setattr(record_bees, "FEW", (2,))
    small = replace(record_bees.CONFIG, epochs=1, batch_size=4)
    monkeypatch.setattr(record_bees, "CONFIG", small)
    found = made_up((20, 10), 8, (3,), classes=2)
    torch.manual_seed(0)
    x, y = {}, {}
    for part in ("train", "test"):
        x[part], y[part] = found.tensors(part)
    return bees.Bees(found, Small().eval(), x, y)


def test_all_cuts_come_from_one_pass(them):
    x = them.x["test"]
    rows = bees.cuts(them.net, x)
    assert [h.shape for h in rows] == [(10, c) for c in (3, 4, 5, 6)]
    # float32 means of a few pixels
    assert torch.allclose(
        rows[2], them.net.features[:2](x).mean((2, 3)), atol=1e-5
    )


def test_cuts_are_chosen_for_each_number_of_labels(them):
    rows = {part: bees.cuts(them.net, x) for part, x in them.x.items()}
    found = record_bees.cut_run(0, them, {"trained": rows})
    assert set(found) == {"trained, 2", "trained, all"}
    for one in found.values():
        assert one["valid"][one["best"]] == max(one["valid"])
        assert len(one["valid"]) == 4


def test_kept_norms_stay_and_others_move(them):
    head = nn.Linear(6, 2)
    plans = bees.ways(bees.Upper, them.net, head, 0.01)
    for name in ("tune", "tune, norms kept"):
        mine = plans[name][0].train()
        before = mine.base[0][1].running_mean.clone()
        mine(bees.before_upper(them.net, them.x["test"]))
        still = torch.equal(before, mine.base[0][1].running_mean)
        assert still == (name == "tune, norms kept")


def test_the_way_of_each_part_is_recorded(them):
    rows = {part: bees.cuts(them.net, x) for part, x in them.x.items()}
    upper = {k: bees.before_upper(them.net, x) for k, x in them.x.items()}
    before = them.net.features[1][0].weight.clone()
    done = record_bees.tune_run(bees.Upper, 0, 0.01, them, upper, rows)
    assert torch.equal(before, them.net.features[1][0].weight)
    assert set(done["ways"]) == {
        "head", "tune", "tune, norms kept", "two rates", "at once, slow",
        "at once, fast",
    }  # fmt: skip
    same = bees.kept_answers(them.net, them.net.features[1:], upper["test"])
    assert same > 0.99
