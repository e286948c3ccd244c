"""`fit`: learns, repeats, resumes, stops, and speaks on stdout only."""

import math
import re

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from train_helpers import (  # noqa: E402
    Act,
    blobs,
    config,
    quick_fit,
    stop_button,
    tiny_net,
)

from cnnlab.train import (  # noqa: E402
    ModelCheckpoint,
    TrainConfig,
    evaluate,
    fit,
    learning_rate,
)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def numbers(history):
    """All but the seconds."""
    return [
        (e.loss, e.accuracy, e.val_loss, e.val_accuracy, e.lr)
        for e in history.epochs
    ]


def weights(net):
    return torch.cat([p.detach().flatten() for p in net.parameters()])


@pytest.mark.parametrize(
    "changes",
    [{}, {"optimizer": "adam", "lr": 0.01}, {"schedule": "constant"}],
    ids=["sgd onecycle", "adam", "sgd constant"],
)
def test_it_learns(changes):
    net = tiny_net()
    history = quick_fit(net, epochs=12, **changes)
    assert history.epochs[-1].val_accuracy > 0.99
    assert history.epochs[-1].loss < 0.5 * history.epochs[0].loss
    assert history.ended == "all epochs"
    assert [e.epoch for e in history.epochs] == list(range(1, 13))
    # 96 images by 20 are 5 steps an epoch; the schedule spans all 60
    settings = config(epochs=12, **changes)
    last = [learning_rate(settings, 5 * e - 1, 60) for e in range(1, 13)]
    assert history.values("lr") == pytest.approx(last, rel=1e-12)


def test_same_seed_same_bits():
    runs = []
    for seed in (0, 0, 1):
        net = tiny_net(dropout=0.5)
        runs.append((numbers(quick_fit(net, seed=seed)), weights(net)))
    # On one thread the same operations run in the same order: same bits.
    assert runs[0][0] == runs[1][0]
    assert torch.equal(runs[0][1], runs[1][1])
    assert not torch.equal(runs[0][1], runs[2][1])


def test_each_epoch_has_its_own_order_and_sees_each_image_once():
    seen = []

    class Spy(nn.Flatten):
        def forward(self, x):
            if self.training:
                seen.append(x[:, 0, 0, 0])
            return super().forward(x)

    x = torch.arange(50.0).reshape(50, 1, 1, 1) / 50
    net = nn.Sequential(Spy(), nn.Linear(1, 2)).eval()
    fit(net, (x, torch.zeros(50).long()), None, config(epochs=2),
        verbose=False)  # fmt: skip
    assert [len(b) for b in seen] == [20, 20, 10] * 2
    first, second = torch.cat(seen[:3]), torch.cat(seen[3:])
    assert not torch.equal(first, second)
    for order in (first, second):
        torch.testing.assert_close(order.sort().values, x.flatten())


def test_loss_and_accuracy_are_means_over_images():
    """With a step too small to move, training numbers equal evaluation's."""
    net = tiny_net()
    before = evaluate(net, blobs())
    record = quick_fit(net, epochs=1, lr=1e-12).epochs[0]
    # float32 means of 96 numbers, by batches or at once
    assert math.isclose(record.loss, before.loss, rel_tol=1e-5)
    assert math.isclose(record.accuracy, before.accuracy, rel_tol=1e-6)


def test_resuming_gives_the_bits_of_the_whole_run(tmp_path):
    whole, first, second = (tiny_net(dropout=0.5) for _ in range(3))
    expected = quick_fit(whole, epochs=5)
    save = ModelCheckpoint(tmp_path / "{epoch}.pt")
    history = quick_fit(first, [save, Act(3, stop_button)], epochs=5)
    assert history.ended == "interrupted"
    assert len(history.epochs) == 3
    resumed = quick_fit(second, epochs=5, resume_from=tmp_path / "3.pt")
    assert numbers(resumed) == numbers(expected)
    assert torch.equal(weights(whole), weights(second))


def test_resuming_refuses_another_config(tmp_path):
    quick_fit(tiny_net(), [ModelCheckpoint(tmp_path / "a.pt")], lr=0.05)
    with pytest.raises(ValueError, match=r"`lr` \(=0.1\) was 0.05"):
        quick_fit(tiny_net(), resume_from=tmp_path / "a.pt", lr=0.1)


def test_a_callback_stops_it():
    def stop(run):
        run.stop = True

    history = quick_fit(tiny_net(), [Act(2, stop)], epochs=9)
    assert len(history.epochs) == 2
    assert history.ended == "stopped"


def test_the_stop_button_in_mid_epoch_keeps_the_epochs_before():
    steps = []

    def press(module, inputs, output):
        steps.append(module.training)
        if steps.count(True) == 8:  # 5 steps an epoch: within the second
            raise KeyboardInterrupt

    ended = []

    class Ending:
        def on_fit_end(self, run):
            ended.append(run.epoch)

    net = tiny_net()
    net.register_forward_hook(press)
    history = quick_fit(net, [Ending()], epochs=9)
    assert len(history.epochs) == 1
    assert history.ended == "interrupted"
    assert ended == [2]


def test_callbacks_are_told_in_order():
    told = []

    class Log:
        def __getattr__(self, name):
            return lambda run: told.append((name, run.epoch))

    quick_fit(tiny_net(), [Log()], epochs=2)
    assert told == [
        ("on_fit_start", 0), ("on_epoch_start", 1), ("on_epoch_end", 1),
        ("on_epoch_start", 2), ("on_epoch_end", 2), ("on_fit_end", 2),
    ]  # fmt: skip


def test_without_validation_data():
    history = fit(tiny_net(), blobs(), None, config(), verbose=False)
    assert history.values("val_loss") == [None] * 3
    assert set(history.epochs[0].logs()) == {"loss", "accuracy", "lr"}


def test_it_speaks_on_stdout_and_never_on_stderr(capfd):
    quick_fit(tiny_net(), verbose=True)
    out, err = capfd.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert len(lines) == 3
    assert re.match(
        r"epoch   1  loss \d\.\d+  accuracy .*%  val_loss", lines[0]
    )
    quick_fit(tiny_net(), verbose=False)
    assert capfd.readouterr() == ("", "")


def test_a_loss_that_is_not_finite_stops_with_advice():
    with pytest.raises(FloatingPointError, match=r"smaller `lr` \(=1e\+20\)"):
        quick_fit(tiny_net(), lr=1e20, schedule="constant")
    x, y = blobs()
    x[5, 0, 2, 2] = float("nan")
    with pytest.raises(FloatingPointError, match="hold NaN"):
        fit(tiny_net(), (x, y), None, config(), verbose=False)
    with pytest.raises(FloatingPointError, match="scale them"):
        fit(tiny_net(), (blobs()[0] * 1e30, y), None, config(), verbose=False)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ((blobs()[0][:5], blobs()[1]), "5 images and 96 labels"),
        ((blobs()[0][:0], blobs()[1][:0]), "0 images"),
        ((blobs()[0].byte(), blobs()[1]), r"uint8.*x.float\(\) / 255"),
    ],
)
def test_bad_data_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        fit(tiny_net(), data, None, config(), verbose=False)


@pytest.mark.parametrize("wrong", [Act, "EarlyStopping", object()])
def test_what_is_no_callback_is_refused(wrong):
    with pytest.raises(TypeError, match="`callbacks` holds"):
        quick_fit(tiny_net(), [wrong])


def test_a_frozen_model_is_refused():
    with pytest.raises(ValueError, match="no parameter to train"):
        quick_fit(tiny_net().requires_grad_(False))


def test_bf16_learns_too_and_keeps_32_bit_weights():
    net = tiny_net()
    history = quick_fit(net, epochs=12, precision="bf16")
    assert history.precision == "bf16"
    assert history.epochs[-1].val_accuracy > 0.99
    assert weights(net).dtype == torch.float32


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, r"`epochs` \(=0\)"),
        ({"batch_size": 2.5}, r"`batch_size` \(=2.5\)"),
        ({"lr": 0}, r"`lr` \(=0\)"),
        ({"lr": float("nan")}, r"`lr` \(=nan\)"),
        ({"momentum": 1.0}, r"`momentum` \(=1.0\)"),
        ({"weight_decay": -1}, r"`weight_decay` \(=-1\)"),
        ({"optimizer": "SGD"}, r"`optimizer` \(='SGD'\).*sgd, adam"),
        ({"schedule": "cos"}, r"`schedule`.*constant, step, linear"),
        ({"precision": "fp16"}, r"`precision`.*auto, fp32, bf16"),
    ],
)
def test_config_refuses_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        TrainConfig(**change)
