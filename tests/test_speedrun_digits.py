"""The fast recipes for digits and clothes, at toy size."""

import sys
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from digits_tools import TOY, bars, stream_of  # noqa: E402

from cnnlab.speedrun import _digits_baseline as baseline  # noqa: E402
from cnnlab.speedrun import accuracy, digits  # noqa: E402
from cnnlab.speedrun._digits_net import (  # noqa: E402
    DigitsNet,
)


def weights(run):
    return torch.cat([p.flatten() for p in run.net.parameters()])


@pytest.mark.parametrize(
    ("size", "widths"), [(28, (32, 64, 96, 96)), (13, (6, 5))]
)
def test_one_score_a_class(size, widths):
    net = DigitsNet(widths, size)
    assert net(torch.zeros(3, 1, size, size)).shape == (3, 10)


def test_the_table_of_the_network_is_true():
    net = DigitsNet(digits.RECIPES["fashion_mnist"].widths)
    text = sys.modules[DigitsNet.__module__].__doc__
    learned = [net.whiten, *net.blocks, net.linear]
    for layer in learned:
        assert f" {sum(p.numel() for p in layer.parameters()):,} " in text


@pytest.mark.parametrize("widths", [(32,), (7, 8), (52, 8)])
def test_widths_that_make_no_network(widths):
    with pytest.raises(ValueError, match="`widths`"):
        DigitsNet(widths)


def test_the_first_layer_whitens_what_varies_most():
    torch.manual_seed(0)
    x = torch.cumsum(torch.randn(200, 1, 14, 14), 3)  # neighbours alike
    net = DigitsNet((10, 6), size=14)  # five rows, five directions
    net.whiten_by(x)
    filters = net.whiten.weight.detach().flatten(1)
    assert torch.equal(filters[5:], -filters[:5])
    patches = torch.nn.functional.unfold(x, 5, stride=3).mT.reshape(-1, 25)
    out = patches @ filters[:5].T
    # 5e-3 is added to variances of about 1 and more, sums are in float32
    torch.testing.assert_close(
        out.T @ out / len(out), torch.eye(5), atol=1e-2, rtol=0
    )
    # Little varies in the other 20 directions.
    rest = patches - out @ torch.linalg.pinv(filters[:5]).T
    assert rest.var(0).sum() < 0.1 * patches.var(0).sum()


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_toy_run_learns(precision):
    run = digits.train(TOY, bars(), precision=precision)
    assert len(run.losses) == 36
    assert run.losses[-1] < 0.6 * run.losses[0]
    found = accuracy(run.net, bars(seed=1), precision=precision)
    assert found > 0.8  # 0.1 is guessing
    assert run.seconds > 0


def test_maps_hold_their_channels_last():
    x, y = bars()
    net = digits.train(replace(TOY, epochs=0.01), (x, y)).net
    for maps in (net.whiten(x), net.blocks(net.whiten(x))):
        assert maps.is_contiguous(memory_format=torch.channels_last)


def test_the_seed_decides_the_run():
    first, again, other = (
        weights(digits.train(replace(TOY, epochs=1), bars(), seed=seed))
        for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_seed_decides_where_a_run_starts():
    """The first step has the rate 0: after it, a network is fresh."""
    first, again, other = (
        digits.train(replace(TOY, epochs=0.01), bars(), seed=seed)
        for seed in (1, 1, 2)
    )
    assert torch.equal(weights(first), weights(again))
    assert not torch.equal(first.net.linear.weight, other.net.linear.weight)


def test_the_first_layer_stays_as_it_was_computed():
    x, y = bars()
    run = digits.train(TOY, (x, y))
    fresh = DigitsNet(TOY.widths, 12)
    fresh.whiten_by(x)
    torch.testing.assert_close(  # computed twice in the same way
        run.net.whiten.weight, fresh.whiten.weight, atol=0, rtol=0
    )


def test_two_epochs_show_an_image_and_its_mirror_image():
    x, y = bars(40)
    stream = stream_of((x, y), replace(TOY, mirror=True))
    seen = [next(stream)[:2] for _ in range(4)]  # two epochs of two batches
    sums = torch.zeros(10, *x.shape[1:])
    for images, labels in seen:
        sums.index_add_(0, labels, images)
    both = torch.zeros_like(sums).index_add_(0, y, x + x.flip(3))
    torch.testing.assert_close(sums, both)  # sums of 8 in float32
    plain = torch.zeros_like(sums).index_add_(0, y, x)
    first = torch.zeros_like(sums)
    for images, labels in seen[:2]:
        first.index_add_(0, labels, images)
    assert not torch.allclose(first, plain)


def test_without_mirror_images_stay_as_they_are():
    x, y = bars(40)
    stream = stream_of((x, y), TOY)
    for _ in range(2):
        images, labels, _ = next(stream)
        for image, label in zip(images, labels, strict=True):
            assert (x[y == label] == image).flatten(1).all(1).any()


def test_the_rate_climbs_and_falls_to_nothing(monkeypatch):
    rates = []
    step = torch.optim.SGD.step

    def watched(self, *arguments):
        rates.append(self.param_groups[0]["lr"])
        return step(self, *arguments)

    monkeypatch.setattr(torch.optim.SGD, "step", watched)
    digits.train(replace(TOY, warm_up=0.25), bars())  # 36 steps
    assert rates.index(max(rates)) == 9
    assert max(rates) == pytest.approx(TOY.lr)
    assert rates[0] == pytest.approx(0, abs=1e-12)
    assert rates[-1] == pytest.approx(TOY.lr / 27)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"epochs": 0}, "epochs"),
        ({"batch_size": 1}, "batch"),
        ({"hardest": 0}, "hardest"),
        ({"hardest": 1.5}, "hardest"),
    ],
)
def test_recipes_that_cannot_be(change, name):
    with pytest.raises(ValueError, match=name):
        replace(TOY, **change)


def test_too_few_images_for_a_batch():
    with pytest.raises(ValueError, match="`part` has 10 images"):
        digits.train(TOY, bars(10))


def test_the_baseline_is_what_page_09_does(monkeypatch):
    """Adam 1e-3, batches of 128, 32 bits, `small_cnn`: step by step."""
    x, y = bars(300, 28)
    stops = []
    monkeypatch.setattr(baseline, "perf_counter", lambda: len(stops))
    step = baseline._step

    def counted(*arguments):
        step(*arguments)
        stops.append(len(arguments[2]))

    monkeypatch.setattr(baseline, "_step", counted)
    (found,) = baseline.train_baseline((x, y), [4], lambda net: net, seed=3)
    assert stops == [128, 128, 44, 128]

    torch.manual_seed(3)
    net = baseline.build("small_cnn")
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    order = [c for _ in range(2) for c in torch.randperm(300).split(128)]
    for chosen in order[:4]:
        loss = torch.nn.functional.cross_entropy(net(x[chosen]), y[chosen])
        adam.zero_grad()
        loss.backward()
        adam.step()
    for mine, theirs in zip(
        net.state_dict().values(), found.state_dict().values(), strict=True
    ):
        assert mine.dtype == torch.float32
        torch.testing.assert_close(theirs, mine, atol=0, rtol=0)


def test_judging_costs_the_baseline_no_time(monkeypatch):
    """A mark is of training: a slow judge does not eat the next one."""
    now, steps = [0.0], [0]
    monkeypatch.setattr(baseline, "perf_counter", lambda: now[0])

    def step(*arguments):
        now[0] += 1
        steps[0] += 1

    def judge(net):
        now[0] += 1000
        return steps[0]

    monkeypatch.setattr(baseline, "_step", step)
    found = baseline.train_baseline(bars(300, 28), [2, 5, 6], judge)
    assert found == [2, 5, 6]


def test_marks_must_rise():
    with pytest.raises(ValueError, match="`marks`"):
        baseline.train_baseline(bars(300, 28), [3, 2], id)
