"""Fast runs against the same steps written out, weight for weight."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F  # noqa: E402

from cnnlab.data import Dataset  # noqa: E402
from cnnlab.speedrun import TOY, accuracy, augment, digits, train  # noqa: E402
from cnnlab.speedrun._digits_net import DigitsNet  # noqa: E402
from cnnlab.speedrun.loop import batches  # noqa: E402
from cnnlab.speedrun.network import SpeedNet  # noqa: E402
from cnnlab.speedrun.optimize import orthogonalize  # noqa: E402
from cnnlab.speedrun.prepare import normalized  # noqa: E402

# 4 steps an epoch; the average looks back in step 5, then there is one more.
RECIPE = replace(
    TOY, widths=(4, 4, 4), epochs=1.5, batch_size=16, momentum=0.8,
    start=0.2, peak=0.4, end=0.1, whiten_bias_epochs=1, looks=0,
)  # fmt: skip
# The same sums in another order: float32, six steps.
CLOSE = {"atol": 2e-5, "rtol": 2e-4}


def noise(channels, size, count=64):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(count, channels, size, size, generator=generator)
    return x, torch.arange(count) % 10


def assert_same(net, wanted):
    pairs = zip(
        net.state_dict().items(), wanted.state_dict().values(), strict=True
    )
    for (name, mine), theirs in pairs:
        torch.testing.assert_close(
            mine, theirs, **CLOSE, msg=lambda text, name=name: name + text
        )


def stepped(net, recipe, part):
    """The run of `RECIPE`, by plain formulas."""
    steps, velocity, rate = 6, {}, recipe.lr * 16 / 1024
    rate /= 1 + 1 / (1 - recipe.momentum)
    decay = recipe.weight_decay * 16 / 1024 / (1 + 1 / (1 - recipe.momentum))
    values = [v for v in net.state_dict().values() if v.ndim]
    slow = [value.clone() for value in values]
    stream = batches(part, recipe, 3)
    for step in range(steps):
        done = step / steps
        share = 0.2 + 0.8 * done / 0.4 if done < 0.4 else 0
        if done >= 0.4:
            share = 1 - 0.9 * (done - 0.4) / 0.6
        images, labels = next(stream)
        loss = F.cross_entropy(net(images), labels, label_smoothing=0.2)
        net.zero_grad()
        loss.backward()
        for name, weight in net.named_parameters():
            rests = name == "whiten.bias" and step >= 4
            if weight.grad is None or rests:
                continue
            by_muon = recipe.optimizer == "muon" and weight.ndim == 4
            m = recipe.muon_momentum if by_muon else recipe.momentum
            lr = rate * (recipe.bias_factor if "norm" in name else 1)
            with torch.no_grad():
                grad = weight.grad
                if not by_muon:
                    grad = grad + decay / lr * weight
                v = m * velocity.get(name, 0) + grad
                velocity[name] = v
                ahead = grad + m * v
                if by_muon:
                    weight *= len(weight) ** 0.5 / weight.norm()
                    flat = orthogonalize(ahead.reshape(len(ahead), -1))
                    ahead, lr = flat.view_as(weight), recipe.muon_lr
                weight -= share * lr * ahead
        looks = {4: 0.95**5 * (5 / 6) ** 3, 5: 1.0} if recipe.lookahead else {}
        if step in looks:
            for old, new in zip(slow, values, strict=True):
                old += (1 - looks[step]) * (new - old)
                new.copy_(old)
    return net


@pytest.mark.parametrize("optimizer", ["nesterov", "muon"])
@pytest.mark.parametrize("lookahead", [True, False])
def test_a_run_is_its_steps(optimizer, lookahead):
    recipe = replace(RECIPE, optimizer=optimizer, lookahead=lookahead)
    part = noise(3, 32)
    run = train(recipe, part, 3, "cpu", "fp32")
    torch.manual_seed(3)
    net = SpeedNet(recipe.widths)
    net.whiten_by(part[0])
    assert_same(run.net, stepped(net, recipe, part))
    assert len(run.losses) == 2


@pytest.mark.parametrize("hardest", [1, 0.5])
def test_a_run_on_digits_is_its_steps(hardest):
    recipe = digits.DigitsRecipe(
        (4, 6, 6),
        epochs=1.5,
        batch_size=16,
        mirror=True,
        weight_decay=0.1,
        hardest=hardest,
    )
    part = noise(1, 28)
    run = digits.train(recipe, part, 3, "fp32")
    torch.manual_seed(3)
    net = DigitsNet(recipe.widths)
    net.whiten_by(part[0])
    last = torch.full((len(part[0]),), torch.inf)
    generator = torch.Generator().manual_seed(3)
    stream = digits.batches(part, recipe, generator, last)
    velocity = {}
    for step in range(6):
        images, labels, chosen = next(stream)
        sure = net(images).log_softmax(1)
        each = -(0.9 * sure[range(16), labels] + 0.1 * sure.mean(1))
        last[chosen] = each.detach()
        loss = each.mean()
        assert run.losses[step] == pytest.approx(loss.item(), rel=1e-4)
        net.zero_grad()
        loss.backward()
        done = step / 6
        share = done / 0.15 if done < 0.15 else (1 - done) / 0.85
        with torch.no_grad():
            for name, weight in net.named_parameters():
                if weight.grad is not None:
                    grad = weight.grad + 0.1 * weight
                    velocity[name] = 0.9 * velocity.get(name, 0) + grad
                    ahead = grad + 0.9 * velocity[name]
                    weight -= 0.5 * share * ahead
    assert_same(run.net, net)


def test_the_network_for_digits_is_what_its_table_says():
    torch.manual_seed(0)
    net = DigitsNet((4, 6, 6), scale=0.5).eval()
    x, _ = noise(1, 28, 3)
    y = F.relu(F.conv2d(x, net.whiten.weight, stride=2, padding=2))
    one, two = (block.conv.weight for block in net.blocks)
    eps = 1e-5  # of batch norm, whose variance is 1 before training
    y = F.max_pool2d(F.conv2d(y, one, padding=1), 2)
    y = F.relu(y / (1 + eps) ** 0.5)
    y = y + F.relu(F.conv2d(y, two, padding=1) / (1 + eps) ** 0.5)
    y = F.max_pool2d(y, 2, ceil_mode=True).permute(0, 2, 3, 1)
    wanted = 0.5 * y.flatten(1) @ net.linear.weight.T
    torch.testing.assert_close(net(x), wanted, **CLOSE)
    learned = {n for n, p in net.named_parameters() if p.requires_grad}
    assert not {n for n in learned if n.endswith("norm.weight")}
    assert "blocks.0.norm.bias" in learned


def test_two_epochs_show_a_picture_from_both_sides():
    x, y = torch.rand(10, 3, 32, 32), torch.arange(10)
    stream = batches((x, y), replace(TOY, batch_size=5, border=0), seed=0)
    sums, seen = torch.zeros_like(x), []
    for _ in range(4):
        images, labels = next(stream)
        sums.index_add_(0, labels, images)
        seen += [
            torch.equal(a, x[k]) for a, k in zip(images, labels, strict=True)
        ]
    torch.testing.assert_close(sums, x + x.flip(3))
    assert 0 < sum(seen[:10]) < 10  # not all begin on the same side


def test_a_border_mirrors_what_is_inside():
    x = torch.arange(9.0).reshape(1, 1, 3, 3)
    framed = augment.reflect(x, 1)[0, 0]
    assert framed[0].tolist() == [4, 3, 4, 5, 4]
    assert framed[:, 0].tolist() == [4, 1, 4, 7, 4]
    assert augment.reflect(x, 0) is x


def test_a_norm_keeps_six_tenths_of_its_running_mean():
    net = SpeedNet((4, 4, 4))
    norm = net.groups[0].norm1
    norm(torch.full((2, 4, 3, 3), 10.0))
    torch.testing.assert_close(norm.running_mean, torch.full((4,), 4.0))


@pytest.mark.parametrize("training", [True, False])
def test_judging_leaves_a_network_as_it_was(training):
    torch.manual_seed(0)
    net = SpeedNet((4, 4, 4))
    for _ in range(3):
        net(noise(3, 32)[0])  # so that running means are not those of a batch
    net.train(training)
    before = {key: value.clone() for key, value in net.state_dict().items()}
    x, _ = noise(3, 32, 30)
    shifted = x + torch.linspace(0, 3, 30)[:, None, None, None]
    net.eval()
    labels = net(shifted).argmax(1)
    net.train(training)
    assert accuracy(net, (shifted, labels), precision="fp32") == 1
    assert accuracy(net, (shifted, labels), 0, "fp32", batch_size=7) == 1
    assert net.training is training
    for key, value in net.state_dict().items():
        assert torch.equal(value, before[key])


def test_pictures_are_scaled_by_what_is_learned_from():
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, (n, 6, 6, 3), np.uint8)
        return images, np.arange(n, dtype=np.uint8) % 10

    data = Dataset(
        "x", *part(60), *part(20), tuple("0123456789"), "made", "cache"
    )
    parts = normalized(data, held_out=20)
    assert [len(p[1]) for p in (parts.learn, parts.valid, parts.test)] == [
        40, 20, 20,
    ]  # fmt: skip
    std, mean = torch.std_mean(parts.learn[0], (0, 2, 3))
    torch.testing.assert_close(mean, torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(std, torch.ones(3), atol=1e-5, rtol=0)
    raw, _ = data.tensors("test")
    learned = data.split(20)[0]
    std, mean = torch.std_mean(data.tensors("train")[0][learned], (0, 2, 3))
    wanted = (raw - mean[:, None, None]) / std[:, None, None]
    torch.testing.assert_close(parts.test[0], wanted, atol=1e-5, rtol=0)
