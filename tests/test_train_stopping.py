"""EarlyStopping against cases written out.

The rules are those of Keras's documentation, page "EarlyStopping" of
its callbacks API: each case says which
sentence it follows.
"""

import pytest

torch = pytest.importorskip("torch")

from train_helpers import Act, Fake, quick_fit, stop_button, tiny_net  # noqa: E402

from cnnlab.train import EarlyStopping  # noqa: E402

LOSS, ACC = "val_loss", "val_accuracy"

# arguments, values by epoch, epochs that run, epoch with the best value
STOPPING = {
    # "Number of epochs with no improvement after which training will be
    # stopped": the example with patience=3 and a loss that only grows
    "patience 3, four epochs run": (
        {"patience": 3}, LOSS, [1, 2, 3, 4, 5, 6], 4, 1,
    ),
    "an improvement starts the count again": (
        {"patience": 2}, LOSS, [5, 6, 4, 5, 3, 4, 4, 4], 7, 5,
    ),
    "patience 0 stops at the first that is no better": (
        {"patience": 0}, LOSS, [3, 2, 1, 1, 0], 4, 3,
    ),
    "patience 1 as well": ({"patience": 1}, LOSS, [3, 2, 1, 1, 0], 4, 3),
    "an equal value is no improvement": (
        {"patience": 2}, LOSS, [1, 1, 1, 1], 3, 1,
    ),
    "better to the end: all epochs": (
        {"patience": 1}, LOSS, [4, 3, 2, 1], 4, 4,
    ),
    # "an absolute change of less than min_delta will count as no
    # improvement", in either direction
    "min_delta, loss": (
        {"min_delta": 0.5, "patience": 2}, LOSS, [4, 3.75, 3.625, 0], 3, 1,
    ),
    "min_delta adds up from the best": (
        {"min_delta": 0.5, "patience": 2}, LOSS, [4, 3.75, 3.25, 3, 3, 0],
        5, 3,
    ),
    "min_delta, accuracy": (
        {"min_delta": 0.125, "patience": 2}, ACC,
        [0.5, 0.5625, 0.59375, 1], 3, 1,
    ),
    "a negative min_delta means its absolute value": (
        {"min_delta": -0.5, "patience": 2}, LOSS, [4, 3.75, 3.625, 0], 3, 1,
    ),
    # mode: "in auto mode, the direction is automatically inferred from the
    # name of the monitored quantity"
    "auto takes acc as larger is better": (
        {"patience": 2}, "acc", [1, 2, 3, 2, 2, 9], 5, 3,
    ),
    "auto takes val_accuracy so too": (
        {"patience": 1}, ACC, [0.5, 0.75, 0.625], 3, 2,
    ),
    "auto takes anything else as smaller is better": (
        {"patience": 1}, "error", [3, 2, 3], 3, 2,
    ),
    "max turns a loss round": (
        {"patience": 1, "mode": "max"}, LOSS, [1, 2, 1], 3, 2,
    ),
    "min turns an accuracy round": (
        {"patience": 1, "mode": "min"}, ACC, [2, 1, 2], 3, 2,
    ),
    # "Training will stop if the model doesn't show improvement over the
    # baseline"; "if no epoch improves on baseline, training will run for
    # patience epochs and restore weights from the best epoch in that set"
    "baseline never reached": (
        {"patience": 3, "baseline": 1}, LOSS, [5, 3, 4, 2, 2], 3, 2,
    ),
    "baseline never reached, patience 0": (
        {"patience": 0, "baseline": 1}, LOSS, [5, 4, 3], 1, 1,
    ),
    "baseline reached in time": (
        {"patience": 3, "baseline": 2.5}, LOSS, [5, 4, 2, 3, 3, 3, 3], 6, 3,
    ),
    "baseline of an accuracy": (
        {"patience": 2, "baseline": 0.9}, ACC, [0.5, 0.75, 0.8], 2, 2,
    ),
    "min_delta counts against the baseline": (
        {"patience": 2, "baseline": 2, "min_delta": 0.5}, LOSS,
        [1.75, 1.75, 0], 2, 1,
    ),
    "not a number is no improvement": (
        {"patience": 2}, LOSS, [float("nan"), 2, 3, float("nan")], 4, 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("restore", [True, False])
@pytest.mark.parametrize("case", STOPPING.values(), ids=STOPPING.keys())
def test_early_stopping(case, restore):
    arguments, monitor, values, epochs, best = case
    run = Fake(monitor, values)
    callback = EarlyStopping(
        monitor, restore_best_weights=restore, **arguments
    )
    assert run.play(callback) == epochs
    assert callback.best_epoch == best
    # "If False, the model weights obtained at the last step are used"
    assert run.weights_of == (best if restore else epochs)
    assert callback.stopped_epoch == (epochs if run.stop else 0)


def test_early_stopping_can_be_used_again():
    callback = EarlyStopping(patience=2)
    assert Fake(LOSS, [1, 2, 3, 4]).play(callback) == 3
    assert Fake(LOSS, [9, 10, 8, 9, 9]).play(callback) == 5


@pytest.mark.parametrize("verbose", [0, 1])
def test_early_stopping_says_so_only_when_verbose(verbose, capsys):
    callback = EarlyStopping(
        patience=1, verbose=verbose, restore_best_weights=True
    )
    Fake(LOSS, [1, 2]).play(callback)
    said = "epoch 2: early stopping\nrestored the weights of epoch 1\n"
    assert capsys.readouterr() == (said if verbose else "", "")


def test_best_weights_come_back_after_the_stop_button():
    net = tiny_net()
    kept = {}

    def keep(run):
        kept.update({k: v.clone() for k, v in net.state_dict().items()})

    # From 0 down: the "best" accuracy by mode="min" is the first epoch's.
    early = EarlyStopping("val_accuracy", mode="min", patience=9,
                          restore_best_weights=True)  # fmt: skip
    history = quick_fit(
        net, [early, Act(1, keep), Act(4, stop_button)], epochs=9
    )
    assert history.ended == "interrupted"
    assert early.best_epoch == 1
    torch.testing.assert_close(dict(net.state_dict()), kept, rtol=0, atol=0)


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"`mode` \(='best'\)"):
        EarlyStopping(mode="best")
    with pytest.raises(ValueError, match=r"\(='val_acc'\).*val_loss"):
        quick_fit(tiny_net(), [EarlyStopping("val_acc")])
