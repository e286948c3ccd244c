"""Metrics, learning rate, precision, history and its curves."""

import math
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from train_helpers import blobs, quick_fit, tiny_net  # noqa: E402

from cnnlab.train import (  # noqa: E402
    History,
    TrainConfig,
    accuracy,
    confusion_matrix,
    device,
    evaluate,
    learning_rate,
)
from cnnlab.train.optimize import make_optimizer  # noqa: E402


def test_accuracy_by_hand():
    logits = torch.tensor([[2.0, 1.0], [0.0, 3.0], [5.0, 4.0]])
    labels = torch.tensor([0, 1, 1])
    # float32 mean of three numbers
    assert math.isclose(accuracy(logits, labels), 2 / 3, rel_tol=1e-6)


def test_confusion_matrix_by_hand():
    truth = torch.tensor([0, 0, 0, 2, 2])
    guess = torch.tensor([0, 1, 1, 0, 2])
    expected = [[1, 2, 0], [0, 0, 0], [1, 0, 1]]
    assert confusion_matrix(guess, truth, 3).tolist() == expected
    with pytest.raises(ValueError, match="argmax"):
        confusion_matrix(torch.zeros(5, 3), truth, 3)


@pytest.mark.parametrize("training", [True, False])
def test_evaluate_by_hand_and_leaves_the_mode(training):
    net = tiny_net(dropout=0.5).train(training)
    x, y = blobs(31)
    result = evaluate(net, (x, y), batch_size=7)
    assert net.training == training
    logits = net.eval()(x).detach()
    # float32, batches of another size
    torch.testing.assert_close(result.logits, logits, rtol=1e-4, atol=1e-5)
    loss = -logits.log_softmax(1)[range(31), y].mean().item()
    assert math.isclose(result.loss, loss, rel_tol=1e-5)
    assert torch.equal(result.predictions, logits.argmax(1))
    assert math.isclose(result.accuracy, accuracy(logits, y), rel_tol=1e-6)


def test_learning_rate_climbs_then_falls():
    config = TrainConfig(lr=0.4, schedule="onecycle")
    rates = [learning_rate(config, s, 400) for s in range(400)]
    assert math.isclose(rates[0], 0.04)
    assert math.isclose(max(rates), 0.4)
    assert rates.index(max(rates)) == 100
    assert rates == sorted(rates[:100]) + sorted(rates[100:], reverse=True)
    assert 0 < rates[-1] < 1e-4 * 0.4
    flat = TrainConfig(lr=0.4, schedule="constant")
    assert {learning_rate(flat, s, 400) for s in range(400)} == {0.4}


def test_optimizers_take_the_config():
    net = tiny_net()
    config = TrainConfig(lr=0.3, momentum=0.8, weight_decay=0.01)
    group = make_optimizer(net, config).param_groups[0]
    assert group["nesterov"]
    assert (group["momentum"], group["weight_decay"]) == (0.8, 0.01)
    plain = TrainConfig(momentum=0.0)
    assert not make_optimizer(net, plain).param_groups[0]["nesterov"]
    adam = TrainConfig(optimizer="adam", momentum=0.8, weight_decay=0.01)
    group = make_optimizer(net, adam).param_groups[0]
    assert group["betas"] == (0.8, 0.999)
    assert group["weight_decay"] == 0.01


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fpu avx2 avx512f", "fp32"),
        ("fpu avx512f avx512_bf16", "bf16"),
        ("fpu amx_bf16", "bf16"),
        (None, "fp32"),
    ],
)
def test_bf16_is_taken_where_the_cpu_has_it(
    flags, expected, tmp_path, monkeypatch
):
    file = tmp_path / "cpuinfo"
    if flags is not None:
        file.write_text(f"flags\t\t: {flags}\nbugs\t\t: none\n")
    monkeypatch.setattr(device, "CPUINFO", file)
    cpu = torch.device("cpu")
    assert device.pick_precision("auto", cpu) == expected
    assert device.pick_precision("fp32", cpu) == "fp32"
    assert device.pick_precision("bf16", cpu) == "bf16"


@pytest.mark.parametrize(("major", "expected"), [(7, "fp32"), (8, "bf16")])
def test_bf16_on_a_gpu_from_ampere_on(major, expected, monkeypatch):
    monkeypatch.setattr(
        torch.cuda, "get_device_capability", lambda _: (major, 0)
    )
    gpu = torch.device("cuda")
    assert device.pick_precision("auto", gpu) == expected


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"),
    [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_gpu_there_is(cuda, mps, expected, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert device.pick_device("auto").type == expected
    assert device.pick_device("cpu").type == "cpu"


def test_history_goes_through_a_dictionary_and_back():
    import json

    history = quick_fit(tiny_net())
    again = History.from_dict(json.loads(json.dumps(history.to_dict())))
    assert again == history
    assert again.values("loss") == [e.loss for e in history.epochs]
    assert math.isclose(again.seconds, sum(e.seconds for e in again.epochs))


def test_history_shows_itself_as_a_table():
    history = quick_fit(tiny_net())
    html = history._repr_html_()
    assert html.count("<tr>") == 2 + 3
    assert "3 epochs in" in html
    assert "fp32; ended: all epochs; seed 0." in html
    assert html.count('scope="col"') == 5
    last = history.epochs[-1]
    numbers = f"{last.val_loss:.3f}</td><td>{100 * last.accuracy:.1f}"
    assert f"<td>{numbers}</td>" in html


def test_history_without_validation_has_no_empty_columns():
    history = quick_fit(tiny_net())
    bare = [replace(e, val_loss=None, val_accuracy=None)
            for e in history.epochs]  # fmt: skip
    html = replace(history, epochs=bare)._repr_html_()
    assert html.count('scope="col"') == 3
    assert html.count("<td>") == 1 + 3 * 3
    assert 'colspan="1"' in html


def test_history_draws_its_curves():
    history = quick_fit(tiny_net())
    loss, right = history.plot().axes
    drawn = {line.get_label(): line.get_ydata() for line in loss.lines}
    assert list(drawn["training"]) == history.values("loss")
    assert list(drawn["validation"]) == history.values("val_loss")
    assert list(right.lines[1].get_ydata()) == history.values("val_accuracy")
    label = loss.figure.get_label()
    assert f"to {history.epochs[-1].loss:.3f}" in label
    assert "Validation accuracy" in label or "validation accuracy" in label


def test_confusion_is_drawn_as_its_counts():
    from cnnlab.plots_training import show_confusion

    ax = show_confusion([[7, 2], [0, 9]], ["cat", "dog"])
    texts = {t.get_position(): t.get_text() for t in ax.texts}
    assert texts == {(0, 0): "7", (1, 0): "2", (1, 1): "9"}
    assert ax.get_ylabel() == "true class"
    tint = ax.images[0].get_array()[..., 3]
    assert tint[0, 1] > 0.5
    assert tint[0, 0] == tint[1, 1] == 0
