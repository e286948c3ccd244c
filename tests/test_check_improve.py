"""The expected values of the exercise on the ladder, against PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlab.check import slips
from cnnlab.check.truth import improve
from cnnlab.train import TrainConfig
from cnnlab.train.optimize import learning_rate

ATOL = 1e-12  # sums of up to 60 numbers near 1, in float64


def rng():
    return np.random.default_rng(16)


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=ATOL)


def changes(count, pad):
    return rng().integers(0, [2, 2 * pad + 1, 2 * pad + 1], size=(count, 3))


def test_normalized_by_the_other_part():
    train = rng().normal(2.0, 3.0, size=(5, 3, 2, 4))
    x = rng().normal(size=(2, 3, 4, 3))
    y = improve.normalized(train, train)
    close(y.mean(axis=(0, 2, 3)), 0.0)
    close(y.std(axis=(0, 2, 3)), 1.0)
    many = improve.normalized(np.concatenate([x, x + 1]), train)
    close(improve.normalized(x, train), many[:2])
    std, mean = torch.std_mean(
        torch.from_numpy(train), (0, 2, 3), correction=0, keepdim=True
    )
    close(many[:2], (torch.from_numpy(x) - mean) / std)


@pytest.mark.parametrize("pad", [0, 1, 4])
def test_augmented_is_flip_border_and_window(pad):
    x = rng().normal(size=(7, 2, 4, 5))
    drawn = changes(7, pad)
    y = improve.augmented(x, drawn, pad)
    for n, (flip, top, left) in enumerate(drawn):
        one = torch.from_numpy(x[n])
        one = F.pad(one.flip(2) if flip else one, (pad,) * 4)
        close(y[n], one[:, top : top + 4, left : left + 5])


@pytest.mark.parametrize("steps", [7, 8, 100])
def test_the_schedule_is_that_of_the_book(steps):
    config = TrainConfig(lr=0.3, schedule="onecycle")
    for step in range(steps):
        ours = improve.one_cycle(step, steps, 0.3)
        assert ours == pytest.approx(learning_rate(config, step, steps))


@pytest.mark.parametrize("eps", [0.0, 0.1, 0.6])
def test_the_loss_is_that_of_torch(eps):
    z, labels = rng().normal(0, 3, size=(5, 4)), rng().integers(4, size=5)
    theirs = F.cross_entropy(
        torch.from_numpy(z), torch.from_numpy(labels), label_smoothing=eps
    )
    close(improve.smooth_loss(z, labels, eps), theirs.item())
    close(improve.smooth_loss(z + 1e3, labels, eps), theirs.item())


def test_two_looks_are_those_of_torch():
    x, w = rng().normal(size=(5, 2, 3, 4)), rng().normal(size=(3, 2, 3, 4))
    looks = [
        torch.from_numpy(side.reshape(5, -1) @ w.reshape(3, -1).T).softmax(1)
        for side in (x, x[..., ::-1])
    ]
    close(improve.two_looks(x, w), sum(looks) / 2)


def test_decay_is_for_two_axes_and_more():
    net = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, 1), torch.nn.BatchNorm2d(3)
    )
    params = {k: p.detach().numpy() for k, p in net.named_parameters()}
    found = improve.decays(params, 0.5)
    assert {k for k, decay in found.items() if decay} == {"0.weight"}
    assert set(found) == set(params)


def test_pairs_differ_in_colour_alone():
    x, labels = improve.colour_pairs(rng(), size=6)
    assert x.shape == (8, 3, 6, 6)
    assert len(set(labels)) == 8
    # float32 sums of three.
    np.testing.assert_allclose(x[:4].sum(1), x[4:].sum(1), atol=1e-5)
    assert np.abs(x[:4] - x[4:]).max() > 1


def cases():
    x, train = (
        rng().normal(size=(4, 2, 4, 5)),
        rng().normal(2, 3, (5, 2, 3, 4)),
    )
    drawn = np.array([[1, 0, 1], [0, 2, 0], [1, 3, 4], [0, 1, 3]])
    yield "normalized", (x, train)
    yield "augmented", (x, drawn, 2)
    yield "one_cycle", (2, 20, 0.5, 0.4, 0.2)
    yield "one_cycle", (12, 20, 0.5, 0.4, 0.2)
    yield (
        "smooth_loss",
        (rng().normal(size=(5, 3)), np.array([0, 2, 1, 1, 0]), 0.3),
    )
    yield "two_looks", (x, rng().normal(size=(3, 2, 4, 5)))


@pytest.mark.parametrize(("name", "args"), list(cases()))
def test_no_slip_is_right(name, args):
    """A slip equal to the answer would blame a right result."""
    right = getattr(improve, name)(*args)
    found = getattr(slips.improve, name)(*args)()
    assert found
    for words, wrong in found.items():
        assert np.shape(wrong) != np.shape(right) or not np.allclose(
            wrong, right, rtol=1e-3
        ), words


def fair(pad, count=3000):
    return changes(count, pad)


def test_fair_draws_pass():
    assert [slips.improve.draws(fair(p), p) for p in (0, 1, 4, 6)] == [""] * 4


def spoiled():
    often = fair(4)
    often[::2, 0] = 1
    yield "flip is 1 in a share of 0.7", often
    yield "is the same for all", np.repeat(fair(4)[:1], 3000, axis=0)
    yield "never 8", fair(4) % [2, 8, 8]
    yield "never 0", np.maximum(fair(4), [0, 1, 0])
    yield "leaves the range", fair(4) + [0, 0, 1]
    yield "depend on each other", fair(4)[:, [0, 1, 1]]
    yield "whole numbers", fair(4) + 0.5


@pytest.mark.parametrize(("words", "drawn"), list(spoiled()))
def test_unfair_draws_are_told(words, drawn):
    assert words in slips.improve.draws(drawn, 4)
