"""The race's command, its data, and its rival, on made-up pictures."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

torch = pytest.importorskip("torch")
import typer  # noqa: E402

from cnnlab import data  # noqa: E402
from cnnlab.speedrun import __main__ as command  # noqa: E402
from cnnlab.speedrun.prepare import normalized  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))


@pytest.fixture
def pictures(monkeypatch):
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(256, (80, 32, 32, 3), generator=generator)
    labels = torch.arange(80) % 10
    part = images.byte().numpy(), labels.byte().numpy()
    classes = tuple("0123456789")
    toy = data.Dataset("toy", *part, *part, classes, "noise", "cache")
    monkeypatch.setattr(data, "cifar10", lambda: toy)
    return toy


def run_command(*arguments):
    app = typer.Typer()
    app.command()(command.race)
    return CliRunner().invoke(app, arguments)


def test_the_command_times_runs_and_keeps_them(pictures, tmp_path):
    file = tmp_path / "toy.json"
    words = ("--toy", "--runs", "2", "--device", "cpu", "--out", str(file))
    shown = run_command(*words)
    assert shown.exit_code == 0, shown.output
    assert "mean of 2" in shown.output
    kept = json.loads(file.read_text())
    assert [run["seed"] for run in kept["runs"]] == [0, 1]
    assert kept["config"]["toy"] is True
    assert kept["runs"][0]["train_seconds"] > 0
    assert "already in" in run_command(*words).output


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--device", "cuda"), "--device cpu"),
        (("--device", "moon"), "use auto, cuda or cpu"),
        (("--runs", "0"), "1 or more"),
    ],
)
def test_the_command_says_what_is_wrong(pictures, words, mend):
    if words[1] == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a GPU")
    result = run_command("--toy", "--runs", "1", "--device", "cpu", *words)
    assert result.exit_code != 0
    assert mend in str(result.exception)


def test_the_rivals_data_and_clock_are_read(pictures, tmp_path, monkeypatch):
    import types

    import speedrun_race

    utils = types.SimpleNamespace(print_training_details=None)

    def train94(verbose, run):
        assert Path("cifar10/train.pt").exists()
        for seconds, right in ((1.0, None), (2.5, None), (2.9, 0.94)):
            values = {"total_time_seconds": seconds}
            if right:
                values["tta_val_acc"] = right
            utils.print_training_details(values, is_final_entry=bool(right))

    rival = types.ModuleType("airbench")
    rival.utils = utils
    rival.lib_airbench94 = types.SimpleNamespace(train94=train94)
    monkeypatch.setitem(sys.modules, "airbench", rival)
    speedrun_race.write_for_airbench(pictures, tmp_path)
    kept = torch.load(tmp_path / "cifar10" / "test.pt")
    assert kept["images"].shape == (80, 32, 32, 3)
    assert speedrun_race.theirs(tmp_path) == {
        "airbench_seconds": 2.5,
        "airbench_accuracy": 0.94,
    }


def test_parts_are_centred_by_what_is_learned_from(pictures):
    parts = normalized(pictures, held_out=0)
    std, mean = torch.std_mean(parts.learn[0], (0, 2, 3))
    torch.testing.assert_close(mean, torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(std, torch.ones(3), atol=1e-5, rtol=0)
