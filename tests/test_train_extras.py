"""Schedules, penalties, rates by part, range test, augmented training."""

import math

import pytest

torch = pytest.importorskip("torch")
from torch import nn  # noqa: E402
from train_helpers import Act, blobs, config, quick_fit, tiny_net  # noqa: E402

from cnnlab import train  # noqa: E402
from cnnlab.train.optimize import make_optimizer  # noqa: E402


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("constant", [1, 1, 1, 1]),
        ("step", [1, 1, 0.1, 0.01]),
        ("linear", [1, 0.75, 0.5, 0.25]),
        # Half a cosine at 0, 45, 90 and 135 degrees
        ("cosine", [1, (1 + 0.5**0.5) / 2, 0.5, (1 - 0.5**0.5) / 2]),
    ],
)
def test_schedules_by_hand(schedule, expected):
    settings = config(lr=2.0, schedule=schedule)
    rates = [train.learning_rate(settings, s, 4) for s in range(4)]
    assert rates == pytest.approx([2 * e for e in expected])


def test_penalty_by_hand_and_its_gradient():
    net = nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2))
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor([3.0, -4.0]).view(2, 1, 1, 1))
    loss = train.penalty(net, l1=0.1, l2=0.01)
    # 0.1 (3 + 4) + 0.005 (9 + 16)
    assert loss.item() == pytest.approx(0.825)
    loss.backward()
    # 0.1 sign(w) + 0.01 w
    assert net[0].weight.grad.flatten().tolist() == pytest.approx(
        [0.13, -0.14]
    )
    assert net[0].bias.grad is None, "biases are left alone"
    assert net[1].weight.grad is None, "scales of norms are left alone"


def test_l2_is_weight_decay_for_sgd_and_not_for_adam():
    """Decay reaches biases too, so this net has none."""

    def trained(**choice):
        torch.manual_seed(0)
        net = nn.Sequential(nn.Flatten(), nn.Linear(36, 3, bias=False))
        quick_fit(net, **{"weight_decay": 0.0, **choice})
        return net[1].weight.detach()

    sgd = trained(l2=0.01), trained(weight_decay=0.01)
    # The same sums in another order, float32, 15 steps
    torch.testing.assert_close(*sgd, rtol=1e-4, atol=1e-6)
    assert (sgd[0] - trained()).abs().max() > 1e-3
    adam = {"optimizer": "adam", "lr": 0.01}
    a, b = trained(l2=0.1, **adam), trained(weight_decay=0.1, **adam)
    assert (a - b).abs().max() > 1e-3


def test_l1_drives_more_weights_to_nearly_zero_than_l2():
    def small(**choice):
        torch.manual_seed(0)
        net = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
        quick_fit(net, epochs=40, weight_decay=0.0, **choice)
        return (net[1].weight.abs() < 1e-2).float().mean()

    assert small(l1=0.02) > small(l2=0.02) + 0.2


def test_parts_of_a_model_have_their_own_rate():
    net = nn.Sequential()
    net.add_module("base", nn.Sequential(nn.Flatten(), nn.Linear(36, 8)))
    net.add_module("head", nn.Linear(8, 3))
    before = {k: v.clone() for k, v in net.state_dict().items()}
    optimizer = make_optimizer(net, config(), {"base": 0.0, "base.1.bias": 2})
    assert [g["lr_scale"] for g in optimizer.param_groups] == [1, 0, 2]
    history = train.fit(
        net, blobs(), config=config(weight_decay=0.0), verbose=False,
        lr_scales={"base": 0.0},
    )  # fmt: skip
    moved = {
        k: (v - before[k]).abs().max() for k, v in net.state_dict().items()
    }
    assert moved["base.1.weight"] < 1e-12
    assert moved["head.weight"] > 1e-3
    assert history.epochs[0].lr > 0


def test_a_part_that_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"`lr_scales`.*'head'.*parts are: 0"):
        make_optimizer(tiny_net(), config(), {"head": 0.1})


def test_resume_with_augmentation_and_parts_equals_no_stop(tmp_path):
    options = {
        "augment": train.Augment(shift=1, flip=True, cutout=2),
        "lr_scales": {"0": 0.5},
        "verbose": False,
    }

    def play(net, callbacks=(), **more):
        settings = config(epochs=4, l1=1e-4)
        return train.fit(
            net, blobs(), None, settings, callbacks, **options, **more
        )

    whole = tiny_net(dropout=0.3)
    play(whole)
    path = tmp_path / "last.pt"
    halves = tiny_net(dropout=0.3)
    stop = Act(2, lambda run: setattr(run, "stop", True))
    play(halves, [train.ModelCheckpoint(path), stop])
    other = tiny_net(seed=5, dropout=0.3)
    play(other, resume_from=path)
    for a, b in zip(whole.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)


def test_augment_sees_every_training_batch():
    seen = []

    def spy(x):
        seen.append(len(x))
        return x

    train.fit(
        tiny_net(), blobs(), blobs(30), config(epochs=2), augment=spy,
        verbose=False,
    )  # fmt: skip
    assert seen == [20, 20, 20, 20, 16] * 2


def test_gradient_norms_by_hand():
    layer = nn.Linear(2, 1)
    layer(torch.tensor([[3.0, 4.0]])).sum().backward()
    found = train.gradient_norms(layer)
    assert found == pytest.approx({"weight": 5.0, "bias": 1.0})


def test_range_test_finds_a_rate_that_learns_and_leaves_the_model():
    net = tiny_net()
    before = [p.clone() for p in net.parameters()]
    found = train.lr_range_test(net, blobs(), config(), highest=1e4)
    for a, b in zip(before, net.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)
    assert 1e-5 < found.steepest < found.lowest < 1e4
    assert found.rates == sorted(found.rates)
    history = quick_fit(tiny_net(), lr=found.steepest, epochs=8)
    assert history.epochs[-1].loss < 0.5 * math.log(3)
    assert (
        "falls fastest"
        in found.plot().axes[0].get_legend_handles_labels()[1][0]
    )


def test_steepest_is_not_behind_the_lowest_loss():
    rates, losses = [1, 2, 3, 4, 5, 6], [5, 4, 1, 9, 8, 1.5]
    assert train.RangeTest(rates, losses).steepest == 2


def test_range_test_ends_when_the_loss_explodes():
    found = train.lr_range_test(tiny_net(), blobs(), config(), highest=1e6)
    assert len(found.rates) < 100
    assert all(math.isfinite(loss) for loss in found.losses)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"lowest": 0}, r"`lowest` \(=0\) must be above 0"),
        ({"lowest": 1, "highest": 0.1}, r"below `highest` \(=0.1\)"),
        ({"steps": 2}, r"`steps` \(=2\) must be at least 5"),
    ],
)
def test_bad_ranges_are_refused(choice, message):
    with pytest.raises(ValueError, match=message):
        train.lr_range_test(tiny_net(), blobs(), **choice)


def test_bad_penalties_are_refused():
    with pytest.raises(ValueError, match=r"`l1` \(=-1\) must be 0 or more"):
        config(l1=-1)
