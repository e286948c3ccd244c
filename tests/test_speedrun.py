"""The race's parts by hand-computed values, the whole at toy size."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F  # noqa: E402

from cnnlab.speedrun import TOY, Recipe, accuracy, augment, train  # noqa: E402
from cnnlab.speedrun.loop import (  # noqa: E402
    _optimizers,
    _SlowAverage,
    batches,
)
from cnnlab.speedrun.network import SpeedNet, scores  # noqa: E402
from cnnlab.speedrun.optimize import (  # noqa: E402
    Muon,
    orthogonalize,
    split_parameters,
    triangle,
)
from cnnlab.speedrun.whiten import whitening_filters  # noqa: E402


def smooth_images(count=64, size=12, seed=0):
    """Noise that was blurred: neighbours are alike, as in a photo."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(count, 3, size + 2, size + 2, generator=generator)
    return F.avg_pool2d(x, 3, 1)


def halves(count=96, seed=0):
    """32x32 noise with a bright upper or lower half: two classes."""
    generator = torch.Generator().manual_seed(seed)
    y = torch.arange(count) % 2
    x = torch.randn(count, 3, 32, 32, generator=generator)
    x[y == 0, :, :16] += 1
    x[y == 1, :, 16:] += 1
    return x, y


def test_answers_of_the_whitening_layer_are_uncorrelated():
    x = smooth_images()
    filters = whitening_filters(x, 2, floor=0)
    assert filters.shape == (24, 3, 2, 2)
    answers = F.conv2d(x, filters).transpose(0, 1).flatten(1)
    moments = answers @ answers.T / answers.shape[1]
    # float32 filters of float64 eigenvectors; the moments' own are 1 and 0
    torch.testing.assert_close(
        moments[:12, :12], torch.eye(12), atol=1e-3, rtol=0
    )
    torch.testing.assert_close(answers[12:], -answers[:12])


def test_a_floor_keeps_noise_small():
    x = smooth_images()
    plain, floored = (whitening_filters(x, 2, floor=f) for f in (0, 1.0))
    sizes = floored.flatten(1).norm(dim=1) / plain.flatten(1).norm(dim=1)
    assert (sizes[:12] < 1).all()
    assert sizes[11] < sizes[0] / 2  # the least variance comes last


def test_two_epochs_show_both_sides_of_every_image():
    first = augment.first_side(1000, torch.Generator().manual_seed(0))
    assert 400 < first.sum() < 600  # 500 +- 16
    one, two, three = (augment.mirrored(first, e) for e in range(3))
    assert torch.equal(one, ~two)
    assert torch.equal(one, three)
    x = torch.arange(12.0).reshape(2, 1, 2, 3)
    flipped = augment.flip(x, torch.tensor([False, True]))
    assert flipped[0].tolist() == x[0].tolist()
    assert flipped[1, 0, 0].tolist() == [8, 7, 6]


def test_a_crop_is_what_a_loop_cuts_out():
    x = torch.randn(5, 3, 9, 9, generator=torch.Generator().manual_seed(0))
    corners = torch.tensor([[0, 0], [1, 3], [4, 4], [2, 0], [0, 4]])
    cut = augment.crop(x, corners, 5)
    for n, (i, j) in enumerate(corners.tolist()):
        assert torch.equal(cut[n], x[n, :, i : i + 5, j : j + 5])
    assert cut.is_contiguous(memory_format=torch.channels_last)


def test_the_rate_climbs_and_falls_in_lines():
    rates = [triangle(t, 0.2, 0.25, 0.1) for t in (0, 0.125, 0.25, 0.625, 1)]
    assert rates == pytest.approx([0.2, 0.6, 1, 0.55, 0.1])


def test_orthogonalized_singular_values_are_near_one():
    generator = torch.Generator().manual_seed(0)
    for shape in ((6, 20), (20, 6)):
        matrix = torch.randn(shape, generator=generator)
        values = torch.linalg.svdvals(orthogonalize(matrix))
        # The polynomial trades exactness for speed: 0.7 to 1.2.
        assert values.min() > 0.6
        assert values.max() < 1.3
        assert torch.linalg.svdvals(matrix).max() > 4


def test_muon_steps_kernels_downhill_and_keeps_their_size():
    torch.manual_seed(0)
    weight = torch.nn.Parameter(torch.randn(4, 3, 2, 2))
    target = torch.randn(4, 3, 2, 2)
    target *= 2 / target.norm()
    optimizer = Muon([weight], lr=0.1)
    start = None
    for _ in range(60):
        loss = (weight - target).square().sum()
        start = loss.item() if start is None else start
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < start / 5
    # Norm 2 = the root of four filters, and at most a step of 0.1 each
    assert weight.norm().item() == pytest.approx(2, abs=0.3)


def test_groups_have_their_own_rates_and_the_decay_of_the_recipe():
    recipe = Recipe(widths=(4, 4, 4), momentum=0.5, batch_size=512)
    net = SpeedNet(recipe.widths)
    (optimizer,) = _optimizers(net, recipe)
    biases, rest = optimizer.param_groups
    assert biases["lr"] / rest["lr"] == pytest.approx(64)
    # half of 1,024 images, and 1 + 1 / (1 - 0.5) = 3
    assert rest["lr"] == pytest.approx(11.5 / 2 / 3)
    for group in (biases, rest):
        decay = group["lr"] * group["weight_decay"]
        assert decay == pytest.approx(0.0153 / 2 / 3)
    names = {id(p) for p in biases["params"]}
    wanted = {id(p) for n, p in net.named_parameters()
              if n.endswith("bias") and "norm" in n}  # fmt: skip
    assert names == wanted
    muon = _optimizers(net, replace(recipe, optimizer="muon"))[1]
    kernels = split_parameters(net)[1]
    assert [id(p) for p in muon.param_groups[0]["params"]] == [
        id(p) for p in kernels
    ]


def test_first_weights_pass_the_picture_on():
    net = SpeedNet((24, 24, 24)).eval()
    x = torch.rand(2, 24, 8, 8)
    torch.testing.assert_close(net.groups[0].conv1(x), x)


def test_the_first_layer_never_learns_but_its_bias_does_for_a_while():
    recipe = replace(
        TOY, epochs=2, whiten_bias_epochs=1, batch_size=48, lookahead=False
    )
    x, y = halves()
    after_one = train(replace(recipe, epochs=1), (x, y), device="cpu").net
    net = train(recipe, (x, y), device="cpu").net
    filters = whitening_filters(x, 2)
    torch.testing.assert_close(net.whiten.weight, filters)
    assert after_one.whiten.bias.abs().max() > 0
    assert not net.whiten.bias.requires_grad


def test_slow_weights_follow_and_take_over():
    net = torch.nn.Linear(1, 1, bias=False)
    net.weight.data.fill_(0.0)
    slow = _SlowAverage(net)
    net.weight.data.fill_(1.0)
    slow.pull(0.75)
    assert net.weight.item() == pytest.approx(0.25)
    net.weight.data.fill_(9.0)
    slow.pull(1.0)
    assert net.weight.item() == pytest.approx(0.25)


def test_looks_are_averaged():
    def net(x):  # the left column, and the upper row
        return torch.stack([x[:, 0, :, 0].sum(1), x[:, 0, 0].sum(1)], 1)

    x = torch.arange(9.0).reshape(1, 1, 3, 3)
    assert scores(net, x).tolist() == [[9, 3]]
    assert scores(net, x, 1).tolist() == [[(9 + 15) / 2, 3]]
    framed = F.pad(x, (1, 1, 1, 1), mode="reflect")
    one = scores(net, framed[:, :, :3, :3], 1)
    two = scores(net, framed[:, :, 2:, 2:], 1)
    wanted = scores(net, x, 1) / 2 + one / 4 + two / 4
    torch.testing.assert_close(scores(net, x, 2), wanted)


def test_each_epoch_has_every_image_once():
    x = torch.arange(10.0).reshape(10, 1, 1, 1).expand(10, 1, 32, 32)
    recipe = replace(TOY, batch_size=5, border=0)
    stream = batches((x, torch.arange(10)), recipe, seed=0)
    for _ in range(3):
        seen = [int(i) for _ in range(2) for i in next(stream)[1]]
        assert sorted(seen) == list(range(10))


@pytest.mark.parametrize("optimizer", ["nesterov", "muon"])
def test_a_toy_run_learns_and_its_seed_repeats_it(optimizer):
    part = halves()
    recipe = replace(TOY, optimizer=optimizer, epochs=12, batch_size=24)
    run = train(recipe, part, 0, "cpu", "fp32")
    assert run.losses[-1] < run.losses[0]
    assert accuracy(run.net, halves(seed=1), 1, "fp32") > 0.8
    assert run.seconds > 0
    again = train(recipe, part, 0, "cpu", "fp32")
    other = train(recipe, part, 1, "cpu", "fp32")
    assert again.losses == pytest.approx(run.losses)  # same threads, same sum
    assert other.losses != pytest.approx(run.losses)


def test_wrong_recipes_are_refused():
    for change in ({"epochs": 0}, {"batch_size": 1}, {"optimizer": "adam"}):
        name = next(iter(change))
        with pytest.raises(ValueError, match=f"`{name}`"):
            replace(TOY, **change)
    with pytest.raises(ValueError, match="use a smaller one"):
        train(TOY, (torch.zeros(3, 3, 32, 32), torch.zeros(3)))


def test_a_run_of_a_few_steps_keeps_what_it_learned():
    """Shorter than the first look at the slow average."""
    part = halves()
    torch.manual_seed(0)
    before = SpeedNet(TOY.widths).linear.weight.detach()
    recipe = replace(TOY, epochs=1, batch_size=48)  # two steps
    after = train(recipe, part, 0, "cpu", "fp32").net.linear.weight
    assert not torch.allclose(before, after)
