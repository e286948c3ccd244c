"""The baseline for colours, and `tools/record_speedrun.py`."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import record_speedrun as tool  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.speedrun import TOY  # noqa: E402
from cnnlab.speedrun.baseline import colour_baseline  # noqa: E402
from cnnlab.speedrun.network import SpeedNet  # noqa: E402
from cnnlab.train.recorder import load  # noqa: E402


@pytest.fixture
def made_up():
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(256, (70, 32, 32, 3), generator=generator)
    part = images.byte().numpy(), (torch.arange(70) % 10).byte().numpy()
    return Dataset("x", *part, *part, tuple("0123456789"), "noise", "cache")


def test_the_baseline_is_page_nines_network_for_colours():
    net = colour_baseline()
    # 3*24*25+24, 24*32*25+32, 800*128+128, 128*10+10
    wanted = 1_824 + 19_232 + 102_528 + 1_290
    assert sum(p.numel() for p in net.parameters()) == wanted == 124_874
    assert net(torch.zeros(2, 3, 32, 32)).shape == (2, 10)


def test_a_stride_of_two_leaves_nothing_out_and_halves_the_map():
    net = SpeedNet((4, 4, 4), stride=2)
    x = torch.rand(1, 3, 32, 32, requires_grad=True)
    answers = net.whiten(x)
    assert answers.shape == (1, 24, 16, 16)
    answers.sum().backward()
    assert (x.grad.abs().sum(1) > 0).all()
    assert net(x).shape == (1, 10)


@pytest.mark.parametrize("name", ["cpu", "muon", "30s"])
def test_a_record_says_what_was_done(name, made_up, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "SECONDS", 0.5)
    recipe = replace(TOY, widths=(4, 4, 4), epochs=1)
    done = tool.record_one(name, made_up, range(2), tmp_path, recipe)
    assert load(tmp_path / f"{tool.NAMES[name]}.json") == done
    assert done.seeds == [0, 1]
    assert "whitening" in done.config["counted"]
    assert "MALLOC_MMAP_THRESHOLD_" in done.config["memory"]
    assert done.data["sha256"]
    for run in done.runs:
        assert run["train_seconds"] > 0
        for looks in range(3):
            assert 0 <= run[f"test_accuracy_looks_{looks}"] <= 1
    if name == "30s":
        assert done.config["seconds"] == pytest.approx(0.5)
        for run in done.runs:
            assert 0 <= run["baseline_accuracy"] <= 1
