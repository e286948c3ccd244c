"""Epochs that take the hardest images alone."""

from dataclasses import replace
from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from digits_tools import TOY, bars, stream_of  # noqa: E402

from cnnlab.speedrun import digits  # noqa: E402


def watch(monkeypatch):
    """What each epoch but the first looks at, as it finds it."""
    looked = []
    largest = digits.largest

    def watched(values, share):
        looked.append(values.clone())
        return largest(values, share)

    monkeypatch.setattr(digits, "largest", watched)
    return looked


def test_a_batch_tells_which_images_it_holds():
    x, y = bars(50)
    images, labels, chosen = next(stream_of((x, y), TOY))
    # copied, not computed
    torch.testing.assert_close(images, x[chosen], atol=0, rtol=0)
    assert torch.equal(labels, y[chosen])


def test_later_epochs_take_the_hardest_images():
    part, last = bars(80), torch.full((80,), torch.inf)
    stream = stream_of(part, replace(TOY, hardest=0.5), last)

    def epoch(batches):
        shown = torch.cat([next(stream)[2] for _ in range(batches)])
        return sorted(shown.tolist())

    assert epoch(4) == list(range(80))
    last.copy_(torch.arange(80.0))
    assert epoch(2) == list(range(40, 80))
    last[40:60] = -1  # learned; what was left out comes again
    assert epoch(2) == [*range(20, 40), *range(60, 80)]


def test_images_not_yet_shown_are_the_hardest():
    part, last = bars(50), torch.full((50,), torch.inf)
    stream = stream_of(part, replace(TOY, hardest=0.4), last)
    shown = torch.cat([next(stream)[2] for _ in range(2)])  # 40 of the 50
    last[shown] = 1.0
    again = next(stream)[2]
    left_out = set(range(50)) - set(shown.tolist())
    assert left_out <= set(again.tolist())
    assert len(set(again.tolist())) == 20


def test_sides_take_turns_whenever_an_image_is_shown():
    """Also if epochs without it lie between."""
    x, y = bars(40)
    last = torch.arange(40.0)
    recipe = replace(TOY, mirror=True, hardest=0.5)
    stream = stream_of((x, y), recipe, last)

    def shows():
        images, _, chosen = next(stream)
        same = (images == x[chosen]).flatten(1).all(1)
        return dict(zip(chosen.tolist(), same.tolist(), strict=True))

    first = shows() | shows()
    assert 0 < sum(first.values()) < 40
    hard = shows()  # 20 to 39
    last.copy_(-last)
    easy = shows()  # 0 to 19
    assert hard | easy == {n: not side for n, side in first.items()}


def test_a_run_keeps_the_last_loss_of_each_image(monkeypatch):
    looked = watch(monkeypatch)
    recipe = replace(TOY, epochs=3, hardest=0.5)
    digits.train(recipe, bars(80), precision="fp32")  # 4, 2, 2, 2, 2 steps
    assert len(looked) == 4
    assert all(values.isfinite().all() for values in looked)
    moved = [int((a != b).sum()) for a, b in pairwise(looked)]
    assert moved == [40, 40, 40]


def test_a_run_begins_with_every_loss_infinite(monkeypatch):
    looked = watch(monkeypatch)
    digits.train(replace(TOY, epochs=2), bars(50))  # 2 steps an epoch
    assert int(looked[0].isinf().sum()) == 10


def test_largest_are_given_as_rising_indices():
    values = torch.tensor([3.0, 1.0, 5.0, 2.0])
    assert digits.largest(values, 0.5).tolist() == [0, 2]
    assert digits.largest(values, 1.0).tolist() == [0, 1, 2, 3]


def test_each_epoch_has_a_new_order():
    stream = stream_of(bars(40), TOY)
    orders = [torch.cat([next(stream)[2], next(stream)[2]]) for _ in "ab"]
    rising = torch.arange(40)
    assert not torch.equal(*orders)
    assert not any(torch.equal(order, rising) for order in orders)


def test_hardest_must_fill_a_batch():
    with pytest.raises(ValueError, match="of 40 images is 10, fewer than"):
        digits.train(replace(TOY, hardest=0.25), bars(40))
    digits.train(replace(TOY, hardest=0.5), bars(40))  # one batch
