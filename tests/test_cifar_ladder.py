"""Page 16's networks and `tools/record_cifar.py`, on made-up pictures."""

import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import cifar_ladder as ladder  # noqa: E402
import record_cifar as tool  # noqa: E402

from cnnlab import models  # noqa: E402
from cnnlab.data import DataError, Dataset  # noqa: E402
from cnnlab.models.cifar import PoolBeforeRelu  # noqa: E402
from cnnlab.train import TrainConfig  # noqa: E402
from cnnlab.train.recorder import load  # noqa: E402


def pictures():
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 32, 32, 3), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    classes = tuple("abcdefghij")
    return Dataset(
        "cifar10", *part(60), *part(20), classes, "made up", "cache"
    )


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Two short rungs, of one and of two seeds."""
    monkeypatch.setattr(ladder, "VALIDATION", 20)
    monkeypatch.setattr(tool, "UNFINISHED", tmp_path / "unfinished")
    for name, rung in ladder.RUNGS.items():
        seeds = 1 if name == "residual" else 2
        short = replace(rung.but(epochs=2, batch_size=20), seeds=seeds)
        monkeypatch.setitem(ladder.RUNGS, name, short)
    for name, rung in ladder.TRIALS.items():
        monkeypatch.setitem(ladder.TRIALS, name, rung.but(epochs=1))
    return tmp_path


def test_every_rung_changes_the_one_below():
    rungs = list(ladder.RUNGS.values())
    assert len(rungs) <= 6  # the seventh is the average over flips
    for below, above in zip(rungs, rungs[1:], strict=False):
        changes = {
            k for k, v in above.to_dict().items() if v != below.to_dict()[k]
        }
        # A rate or a length that was chosen anew goes with what is new
        assert len(changes - {"lr", "epochs"}) == 1, changes


def test_one_seed_of_every_rung_comes_first(quick, capsys):
    done = tool.climb(["lecture", "residual"], pictures(), quick)
    lines = [s for s in capsys.readouterr().out.splitlines() if "seed" in s]
    assert lines == [
        "cifar10_lecture, seed 0:",
        "cifar10_residual, seed 0:",
        "cifar10_lecture, seed 1:",
    ]
    assert done["lecture"] == load(quick / "cifar10_lecture.json")
    assert done["lecture"].seeds == [0, 1]
    assert done["residual"].seeds == [0]
    assert done["residual"].config["train_images"] == 40
    assert done["residual"].config["augment"]["flip"] is True
    assert not list((quick / "unfinished").iterdir())


def test_what_is_kept_of_a_run_fits_together(quick):
    run = tool.climb(["norm"], pictures(), quick)["norm"].runs[0]
    matrix = np.array(run["confusion_flips"])
    assert matrix.sum(axis=1).tolist() == [2] * 10
    # 20 images: the accuracy is a whole number of twentieths
    assert math.isclose(run["test_accuracy_flips"], np.trace(matrix) / 20,
                        rel_tol=1e-9)  # fmt: skip
    assert run["cpu_seconds"] > 0
    confidence = [sure for _, _, _, sure in run["worst"]]
    assert confidence == sorted(confidence, reverse=True)
    wrong = round(20 * (1 - run["test_accuracy_flips"]))
    assert len(run["worst"]) == min(wrong, ladder.WORST)
    known = pictures()
    hashes = [ladder.picture_hash(image) for image in known.test_images]
    for name, truth, guess, _ in run["worst"]:
        assert truth == known.test_labels[hashes.index(name)] != guess


class Watch:
    """Notes the epochs; may press the stop button in the second."""

    def __init__(self, stop):
        self.stop, self.epochs = stop, []

    def on_epoch_start(self, run):
        self.epochs.append(run.epoch)
        if self.stop and run.epoch == 2:
            raise KeyboardInterrupt


def test_a_stopped_run_goes_on_with_the_same_numbers(quick, monkeypatch):
    whole = tool.climb(["augment"], pictures(), quick)["augment"].runs[0]
    fit = ladder.fit

    def watched(watch):
        def watched_fit(net, *data, **options):
            *data, callbacks = data
            return fit(net, *data, [*callbacks, watch], **options)

        monkeypatch.setattr(ladder, "fit", watched_fit)
        return watch

    again = quick / "again"
    again.mkdir()
    watched(Watch(stop=True))
    with pytest.raises(KeyboardInterrupt):
        tool.climb(["augment"], pictures(), again)
    second = watched(Watch(stop=False))
    assert len(list((quick / "unfinished").iterdir())) == 2
    resumed = tool.climb(["augment"], pictures(), again)["augment"].runs[0]
    assert second.epochs == [2, 1, 2]  # what was missing, then seed 1
    assert resumed["test_loss"] == pytest.approx(whole["test_loss"], rel=0)
    assert resumed["confusion_flips"] == whole["confusion_flips"]
    assert len(resumed["history"]["epochs"]) == 2


def test_a_clock_counts_what_was_done_before_a_stop(tmp_path):
    class Halfway:
        epoch = 2

    clock = ladder.CpuClock(tmp_path / "run.json")
    clock.path.write_text("[5.0, 6.0, 7.0]")  # epoch 3 was not saved
    clock.on_fit_start(Halfway())
    clock.on_epoch_end(Halfway())
    kept = json.loads(clock.path.read_text())
    assert kept[:2] == [5.0, 6.0]
    assert len(kept) == 3
    assert kept[2] < 1  # nothing was done meanwhile


def test_a_trial_sees_no_test_picture(quick, monkeypatch):
    monkeypatch.setattr(tool, "judge", None)
    name = next(iter(ladder.TRIALS))
    done = tool.try_out([name], pictures(), quick)
    assert done == json.loads((quick / "cifar10_tried.json").read_text())
    assert 0 <= done[name]["val_accuracy"] <= 1
    assert "test_accuracy" not in done[name]
    assert tool.try_out([name], pictures(), quick) == done


def test_channels_are_centred_by_the_training_images(quick):
    train, valid, test = ladder.prepare(pictures())
    assert [len(x) for x, _ in (train, valid, test)] == [40, 20, 20]
    # float32 sums over 40 x 32 x 32 numbers
    means, stds = train[0].mean((0, 2, 3)), train[0].std((0, 2, 3))
    torch.testing.assert_close(means, torch.zeros(3), rtol=0, atol=1e-5)
    torch.testing.assert_close(stds, torch.ones(3), rtol=1e-4, atol=0)
    assert valid[0].mean((0, 2, 3)).abs().min() > 1e-4


def test_flips_are_averaged():
    class Left(torch.nn.Module):
        """Class 0 by the light on the left, class 1 by that on the right."""

        def __init__(self):
            super().__init__()
            self.unused = torch.nn.Parameter(torch.zeros(1))

        def forward(self, x):
            halves = x.mean((1, 2)).unflatten(1, (2, 16)).mean(2)
            return torch.cat([halves, x.new_full((len(x), 8), -9.0)], 1)

    x = torch.zeros(10, 3, 32, 32)
    x[:, :, :, :16] = 4.0
    y = torch.ones(10).long()
    kept = ladder.judge(Left(), (x, y), np.zeros((10, 1)), "fp32")
    assert kept["test_accuracy"] == pytest.approx(0, abs=1e-9)
    # One answer is class 0, that to the mirror image is class 1: a draw.
    # exp(-9) of the eight other classes is the rest.
    for _, truth, guess, sure in kept["worst"]:
        assert (truth, guess) == (1, 0)
        assert sure == pytest.approx(0.5, abs=1e-3)
    assert len(kept["worst"]) == 10


def test_pooling_and_relu_may_change_places():
    torch.manual_seed(0)
    block, x = PoolBeforeRelu(3, 5, 3, norm=False), torch.randn(2, 3, 8, 10)
    other = torch.relu(block.conv(x))
    other = torch.nn.functional.max_pool2d(other, 2)
    torch.testing.assert_close(block(x), other, rtol=0, atol=0)


def test_without_the_data_it_says_how_to_get_it(monkeypatch):
    def nowhere():
        raise DataError("Run `cnnlab data fetch cifar10`")

    monkeypatch.setattr(tool.data, "cifar10", nowhere)
    with pytest.raises(SystemExit, match="cnnlab data fetch cifar10"):
        tool.whole()


def test_rungs_name_networks_and_configs_that_exist():
    for rung in [*ladder.RUNGS.values(), *ladder.TRIALS.values()]:
        assert models.info(rung.model).in_channels == 3
        assert isinstance(rung.config, TrainConfig)
