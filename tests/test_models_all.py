"""Every network of the registry: counts, shapes, gradients, errors.

Counts and shapes are found on the device "meta", where tensors have a shape
and no numbers: the largest networks cost next to nothing there.
"""

import io

import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402

from cnnlab import models  # noqa: E402

NAMES = models.names()
LARGE = 30_000_000  # parameters; more are for `make test-all`
SIZED = [
    pytest.param(
        name,
        marks=pytest.mark.slow if models.info(name).params > LARGE else (),
    )
    for name in NAMES
]
STEPS = 200  # far more than most of them need
# Their first weights are small: they were made for pixels of up to 255.
RAW_PIXELS = ("alexnet_paper", "alexnet_ungrouped")


def least(name):
    known = models.info(name)
    return known.smallest or known.input_size


def images(name, count, seed=0):
    channels, size = models.info(name).in_channels, least(name)
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, channels, size, size, generator=generator)


def built(name, seed=0):
    torch.manual_seed(seed)
    return models.build(name)


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options)


def any_size(name):
    """Whether the network takes more than one height and width."""
    return least(name) < models.info(name).input_size


@pytest.mark.parametrize("name", NAMES)
def test_counts_are_those_expected(name):
    known, net, outputs = models.info(name), on_meta(name), []
    net.register_forward_hook(lambda _, x, y: outputs.append(y.shape))
    size = known.input_size
    table = models.layer_table(net, (known.in_channels, size, size))
    assert models.count_parameters(net) == known.params
    assert (table.params, table.macs) == (known.params, known.macs)
    assert outputs == [(1, known.num_classes)]


@pytest.mark.parametrize("name", NAMES)
def test_other_channels_classes_and_sizes(name):
    net = on_meta(name, in_channels=5, num_classes=7)
    size = least(name)
    H, W = (size, size + 10) if any_size(name) else (size, size)
    assert net(torch.empty(3, 5, H, W, device="meta")).shape == (3, 7)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("argument", ["num_classes", "in_channels"])
@pytest.mark.parametrize("value", [0, -3, 2.5, "ten"])
def test_bad_arguments_are_refused_by_name_and_value(name, argument, value):
    words = rf"`{argument}` \(={value!r}\) must be a whole number"
    with pytest.raises(ValueError, match=words):
        models.build(name, **{argument: value})


@pytest.mark.parametrize("name", NAMES)
def test_wrong_inputs_are_refused_in_words(name):
    C, size = models.info(name).in_channels, least(name)
    wrong = [
        (2, C + 1, size, size),
        (2, C, size - 1, size),
        (2, C, size, size - 1),
    ]
    if name != "mlp":  # for it, a single grey image is a batch of one
        wrong.append((C, size, size))
    if not any_size(name):
        wrong.append((2, C, size + 1, size + 1))
    net = on_meta(name)
    for shape in wrong:
        with pytest.raises(ValueError, match="`x` h.*this network takes"):
            net(torch.empty(shape, device="meta"))


@pytest.mark.parametrize("name", SIZED)
def test_same_seed_same_network(name):
    first, second, other = (built(name, s).state_dict() for s in (0, 0, 1))
    assert all(torch.equal(first[k], second[k]) for k in first)
    weights = [k for k in first if k.endswith("weight") and first[k].dim() > 1]
    assert not any(torch.equal(first[k], other[k]) for k in weights)


@pytest.mark.parametrize("name", SIZED)
def test_a_saved_network_comes_back(name):
    net, other, x = built(name), built(name, seed=1), images(name, 2)
    with torch.no_grad():
        net.train()(x)  # statistics of batch norm are saved too
        expected, before = net.eval()(x), other.eval()(x)
        file = io.BytesIO()
        torch.save(net.state_dict(), file)
        file.seek(0)
        other.load_state_dict(torch.load(file, weights_only=True))
        # The same numbers in the same order
        torch.testing.assert_close(other(x), expected, rtol=0, atol=0)
    assert (before - expected).abs().max() > 0.01 * expected.abs().max()


@pytest.mark.parametrize("name", SIZED)
def test_an_image_does_not_depend_on_its_batch(name):
    # Before training, maps grow from block to block; SENet-154 multiplies
    # rounding by more than a million, which leaves nothing of float32.
    net, x = built(name).eval().double(), images(name, 3).double()
    with torch.no_grad():
        together, alone = net(x)[1:2], net(x[1:2])
    # Another batch size may take another kernel, which rounds otherwise
    atol = 1e-4 * float(together.abs().max())
    torch.testing.assert_close(together, alone, rtol=0, atol=atol)


@pytest.mark.parametrize("name", SIZED)
def test_gradient_reaches_every_parameter(name):
    net = built(name).train()
    y = net(images(name, 8))
    F.cross_entropy(y, torch.arange(8) % y.shape[1]).backward()
    for label, parameter in net.named_parameters():
        assert parameter.grad is not None, label
        assert parameter.grad.abs().max() > 0, label


def four_classes(logits):
    """Another class for each image, of those the network leans to.

    SqueezeNet ends in a ReLU: a class whose logit starts at zero has no
    slope, and could never be learned.
    """
    logits, classes = logits.clone(), []
    for row in range(len(logits)):
        classes.append(int(logits[row].argmax()))
        logits[:, classes[-1]] = -torch.inf
    return torch.tensor(classes)


def clouds(name):
    """Four images of large soft spots, which no pooling averages away."""
    channels, generator = models.info(name).in_channels, torch.Generator()
    spots = torch.randn(4, channels, 4, 4, generator=generator.manual_seed(0))
    x = F.interpolate(spots, least(name), mode="bicubic")
    return 64 * x if name in RAW_PIXELS else x


@pytest.mark.parametrize("name", SIZED)
def test_four_images_are_learned_by_heart(name):
    net, x = built(name), clouds(name)
    with torch.no_grad():
        y = four_classes(net.eval()(x))
    net.train()
    for module in net.modules():
        if isinstance(module, torch.nn.Dropout):
            module.eval()  # it is there to hinder learning by heart
    # Adam moves every weight alike: a unit of many inputs moves far.
    rate = 1e-4 if models.info(name).params > LARGE else 3e-4
    optimizer = torch.optim.Adam(net.parameters(), rate)
    losses = []
    while len(losses) < STEPS:
        loss = F.cross_entropy(net(x), y)
        losses.append(loss.item())
        if losses[-1] <= losses[0] / 10:
            return
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    pytest.fail(f"from {losses[0]:.3g} to {losses[-1]:.3g}, not a tenth")
