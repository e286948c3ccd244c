"""ModelCheckpoint against cases written out.

The rules are those of Keras's documentation, page "ModelCheckpoint" of its
callbacks API as of Keras 2, where `period` was an argument: each case says
which sentence it follows.
"""

import pytest

torch = pytest.importorskip("torch")

from train_helpers import Fake, quick_fit, tiny_net  # noqa: E402

from cnnlab.train import ModelCheckpoint, load_weights  # noqa: E402

LOSS = "val_loss"

# arguments, values of val_loss, epochs with a file
SAVING = {
    # "Save the model after every epoch"
    "each epoch": ({}, [3, 4, 2], [1, 2, 3]),
    # "period: interval (number of epochs) between checkpoints"
    "period 2": ({"period": 2}, [1, 2, 3, 4, 5], [2, 4]),
    "period 3": ({"period": 3}, [1, 2], []),
    # "the latest best model will not be overwritten"
    "best only": ({"save_best_only": True}, [3, 4, 2, 2, 1], [1, 3, 5]),
    "best only, max": (
        {"save_best_only": True, "mode": "max"}, [3, 4, 2, 4, 5], [1, 2, 5],
    ),
    "best only, looked at every second epoch": (
        {"save_best_only": True, "period": 2}, [1, 5, 2, 6, 3, 4], [2, 6],
    ),
    "not a number is never the best": (
        {"save_best_only": True}, [float("nan"), 2], [2],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAVING.values(), ids=SAVING.keys())
def test_model_checkpoint(case, tmp_path):
    arguments, values, expected = case
    callback = ModelCheckpoint(
        tmp_path / "{epoch}.pt", save_weights_only=True, **arguments
    )
    run = Fake(LOSS, values)
    for run.epoch, value in enumerate(values, 1):
        torch.nn.init.constant_(run.model.weight, run.epoch)
        run.logs = {LOSS: value}
        callback.on_epoch_end(run)
    found = sorted(int(p.stem) for p in tmp_path.iterdir())
    assert found == expected
    for epoch in expected:
        load_weights(run.model, tmp_path / f"{epoch}.pt")
        assert run.weights_of == epoch


@pytest.mark.parametrize(
    ("monitor", "values", "expected"),
    [("acc", [1, 2, 0], 2), ("val_accuracy", [1, 2, 0], 2),
     ("loss", [1, 2, 0], 3)],
)  # fmt: skip
def test_checkpoints_direction_in_auto_mode(
    monitor, values, expected, tmp_path
):
    callback = ModelCheckpoint(
        tmp_path / "best.pt", monitor, save_best_only=True,
        save_weights_only=True,
    )  # fmt: skip
    run = Fake(monitor, values)
    for run.epoch, value in enumerate(values, 1):
        torch.nn.init.constant_(run.model.weight, run.epoch)
        run.logs = {monitor: value}
        callback.on_epoch_end(run)
    load_weights(run.model, tmp_path / "best.pt")
    assert run.weights_of == expected


def test_file_names_are_filled_in(tmp_path, capsys):
    """Keras's own example: weights.{epoch:02d}-{val_loss:.2f}."""
    net = tiny_net()
    save = ModelCheckpoint(
        str(tmp_path / "new" / "weights.{epoch:02d}-{val_loss:.2f}.pt"),
        verbose=1,
    )
    history = quick_fit(net, [save], epochs=2)
    expected = [
        f"weights.{e.epoch:02d}-{e.val_loss:.2f}.pt" for e in history.epochs
    ]
    assert expected[0].startswith("weights.01-")
    found = sorted(p.name for p in (tmp_path / "new").iterdir())
    assert found == expected
    assert "epoch 1: saved" in capsys.readouterr().out


def test_whole_and_weights_only_files(tmp_path):
    for only in (False, True):
        net = tiny_net()
        path = tmp_path / f"{only}.pt"
        quick_fit(net, [ModelCheckpoint(path, save_weights_only=only)])
        other = tiny_net(seed=5)
        load_weights(other, path)
        torch.testing.assert_close(other.state_dict(), net.state_dict())
    with pytest.raises(ValueError, match="holds weights alone"):
        quick_fit(tiny_net(), resume_from=tmp_path / "True.pt")


def test_a_failed_save_leaves_the_last_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "best.pt"
    quick_fit(tiny_net(), [ModelCheckpoint(path)], epochs=1)
    before = path.read_bytes()

    def half(content, file):
        file.write_bytes(b"half of it")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", half)
    with pytest.raises(OSError, match="disk full"):
        quick_fit(tiny_net(1), [ModelCheckpoint(path)], epochs=1)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["best.pt"]


def test_wrong_arguments_are_named(tmp_path):
    path = tmp_path / "a.pt"
    with pytest.raises(ValueError, match=r"`mode` \(='best'\)"):
        ModelCheckpoint(path, mode="best")
    with pytest.raises(ValueError, match=r"`period` \(=0\)"):
        ModelCheckpoint(path, period=0)
    missing = ModelCheckpoint(path, "val_acc", save_best_only=True)
    with pytest.raises(ValueError, match=r"\(='val_acc'\).*val_loss"):
        quick_fit(tiny_net(), [missing])
