"""AlexNet, VGG, GoogLeNet, SqueezeNet: papers and torchvision."""

import re
from functools import partial
from importlib import import_module

import pytest

torch = pytest.importorskip("torch")

import model_twins as twins  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab import models  # noqa: E402
from cnnlab.models._response_norm import LocalResponseNorm  # noqa: E402

# By name: the package may export a builder that is called as its file.
NAMES = ["alexnet", "vgg", "googlenet", "googlenet_small", "squeezenet"]
FAMILIES = [import_module(f"cnnlab.models.{name}") for name in NAMES]
alexnet, vgg, googlenet, _, squeezenet = FAMILIES
INFO = {n: i for family in FAMILIES for n, i in family.MODELS.items()}
SMALL = [name for name in INFO if name.endswith("_small")]


def numbered(places, names):
    """``features.<place>.`` of theirs is ``<name>.`` of ours."""
    return [
        (rf"^features\.{place}\.", f"{name}.")
        for place, name in zip(places, names, strict=True)
    ]


def heads(places):
    fcs = zip(places, (6, 7, 8), strict=True)
    return [(rf"^classifier\.{place}\.", f"fc{n}.") for place, n in fcs]


def vgg_names(table, batch_norm):
    """Their layers are numbered straight through, pooling included."""
    pairs, place = [], 0
    for block, (_, depth) in enumerate(table, 1):
        for k in range(1, depth + 1):
            ours = f"blocks.block{block}."
            pairs += numbered([place], [f"{ours}conv{k}"])
            if batch_norm:
                pairs += numbered([place + 1], [f"{ours}norm{k}"])
            place += 3 if batch_norm else 2  # convolution, norm, ReLU
        place += 1
    return pairs + heads((0, 3, 6))


ALEXNET = [
    *numbered((0, 3, 6, 8, 10), [f"conv{k}.conv" for k in range(1, 6)]),
    *heads((1, 4, 6)),
]
GOOGLENET = [
    (r"^conv(\d)\.", r"stem.conv\1."),
    (r"\.branch1\.", ".conv1."),
    (r"\.branch2\.0\.", ".reduce3."),
    (r"\.branch2\.1\.", ".conv3."),
    (r"\.branch3\.0\.", ".reduce5."),
    (r"\.branch3\.1\.", ".conv5."),
    (r"\.branch4\.1\.", ".project."),
    (r"\.bn\.", ".norm."),
]
SQUEEZENET = [
    *numbered([0], ["conv1"]),
    *numbered((3, 4, 5, 7, 8, 9, 10, 12), [f"fire{k}" for k in range(2, 10)]),
    (r"\.expand(\d)x\d\.", r".expand\1."),
    (r"^classifier\.1\.", "conv10."),
]
# Our builder: torchvision's name, its options, and the renamings.
PLAIN = {"weights": None}
NO_AUX = {**PLAIN, "aux_logits": False, "init_weights": False}
TWINS = {
    "alexnet": ("alexnet", PLAIN, ALEXNET),
    "vgg16": ("vgg16", PLAIN, vgg_names(vgg.VGG16, False)),
    "vgg19": ("vgg19", PLAIN, vgg_names(vgg.VGG19, False)),
    "vgg16_bn": ("vgg16_bn", PLAIN, vgg_names(vgg.VGG16, True)),
    "vgg19_bn": ("vgg19_bn", PLAIN, vgg_names(vgg.VGG19, True)),
    "googlenet": ("googlenet", NO_AUX, GOOGLENET),
    "squeezenet": ("squeezenet1_0", PLAIN, SQUEEZENET),
}


def pair(name, size=64, ours=None, **options):
    """Ours and theirs with the same random weights, and two pictures."""
    zoo = pytest.importorskip("torchvision").models
    builder, settings, renamings = TWINS[name]
    x = twins.random_images(3, size)
    theirs = getattr(zoo, builder)(**{**settings, **options})
    twins.randomize(theirs, x)
    net = (ours or INFO[name].builder)()
    twins.copy_weights(theirs, net, renamings)
    return net, theirs, x


LARGE = [name for name in TWINS if INFO[name].params > 30e6]
CASES = [
    pytest.param(n, marks=[pytest.mark.slow] if n in LARGE else [])
    for n in TWINS
]


@pytest.mark.parametrize("name", CASES)
def test_same_logits_as_torchvision(name):
    net, theirs, x = pair(name)
    assert twins.difference(net, theirs, x) <= twins.TOLERANCE
    if name == "alexnet":  # no two of its convolutions have one shape
        filters = net.conv3.conv.weight.data
        filters[:2] = filters[:2].flip(0)
    else:
        twins.swap_two(net)
    assert twins.difference(net, theirs, x) > 1e-3


def test_auxiliary_heads_are_those_of_torchvision():
    ours = partial(googlenet.googlenet, aux=True)
    net, theirs, x = pair("googlenet", ours=ours, aux_logits=True)
    for module in [*net.modules(), *theirs.modules()]:
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    a, b = net.train()(x), theirs.train()(x)
    pairs = [(a.logits, b[0]), (a.aux1, b.aux_logits1), (a.aux2, b[1])]
    for mine, other in pairs:
        # float64, some 60 layers
        torch.testing.assert_close(mine, other, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", INFO)
def test_counts(name):
    known = INFO[name]
    with torch.device("meta"):
        net = known.builder()
        shape = (3, known.input_size, known.input_size)
        assert models.count_parameters(net) == known.params
        assert models.count_macs(net, shape) == known.macs
        y = net(torch.zeros(2, 3, known.smallest, known.smallest))
        assert y.shape == (2, known.num_classes)


def test_counts_with_auxiliary_heads():
    with torch.device("meta"):
        net = googlenet.googlenet(aux=True)
        paper = googlenet.googlenet_paper(aux=True)
    assert models.count_parameters(net) == 13_004_888
    # A head of the paper: 1x1 to 128 maps, 2048 to 1024, 1024 to 1000
    rest = 128 + 2049 * 1024 + 1025 * 1000
    heads = (512 + 528) * 128 + 2 * rest
    assert models.count_parameters(paper) == 6_998_552 + heads


@pytest.mark.parametrize(
    "name", ["alexnet_paper", "vgg16", "googlenet_paper", "squeezenet"]
)
def test_the_table_in_the_docstring_adds_up(name):
    family = next(f for f in FAMILIES if name in f.MODELS)
    rows = family.__doc__.split("==\n")[2]
    counts = [re.findall(r"\d+(?:,\d{3})+", row) for row in rows.split("\n")]
    counts = [[int(n.replace(",", "")) for n in row] for row in counts if row]
    assert sum(row[0] for row in counts) == INFO[name].params
    if len(counts[0]) == 2:
        assert sum(row[1] for row in counts) == INFO[name].macs


def test_response_norm_is_the_papers_sum():
    """Section 3.3: b = a / (2 + 1e-4 * sum of 5 squares)^0.75."""
    generator = torch.Generator().manual_seed(0)
    a = 50 * torch.rand(2, 9, 3, 4, generator=generator)
    b = torch.empty_like(a)
    for i in range(9):
        seen = a[:, max(0, i - 2) : i + 3]
        b[:, i] = a[:, i] / (2 + 1e-4 * seen.square().sum(1)) ** 0.75
    # float32, five terms
    torch.testing.assert_close(LocalResponseNorm()(a), b)
    theirs = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)
    torch.testing.assert_close(theirs(a), b)


def test_alexnet_starts_as_in_the_paper():
    torch.manual_seed(0)
    net = alexnet.alexnet_paper(num_classes=2)
    stages = (net.conv1, net.conv2, net.conv3, net.conv4, net.conv5)
    layers = [*(stage.conv for stage in stages), net.fc6, net.fc7, net.fc8]
    ones = [layer.bias.mean().item() for layer in layers]
    assert ones == pytest.approx([0, 1, 0, 1, 1, 1, 1, 0])
    for layer in layers[:-1]:
        # At least 34,848 draws: the spread is known to a percent
        assert layer.weight.std().item() == pytest.approx(0.01, rel=0.02)
    order = [name for name, _ in net.conv1.named_children()]
    assert order == ["conv", "relu", "norm", "pool"]


def test_two_groups_see_half_of_the_maps():
    with torch.device("meta"):
        net = alexnet.alexnet_paper()
    stages = (net.conv1, net.conv2, net.conv3, net.conv4, net.conv5)
    seen = [stage.conv.weight.shape[1] for stage in stages]
    assert seen == [3, 48, 256, 192, 192]


@pytest.mark.parametrize("aux", [googlenet.googlenet, "paper"])
def test_gradient_reaches_the_auxiliary_heads(aux):
    torch.manual_seed(0)
    size = 224 if aux == "paper" else 64
    build = googlenet.googlenet_paper if aux == "paper" else aux
    net = build(aux=True, num_classes=5).train()
    heads = net(torch.rand(2, 3, size, size))
    loss = googlenet.loss_of_heads(heads, torch.tensor([0, 3]))
    alone = [
        nn.functional.cross_entropy(z, torch.tensor([0, 3])) for z in heads
    ]
    # Rounding of float32
    torch.testing.assert_close(loss, alone[0] + 0.3 * (alone[1] + alone[2]))
    loss.backward()
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name
    assert net.eval()(torch.rand(1, 3, size, size)).shape == (1, 5)


def test_heads_of_the_paper_say_which_pictures_they_take():
    net = googlenet.googlenet_paper(aux=True, num_classes=5).train()
    with pytest.raises(ValueError, match="`x` h.*this network takes 224"):
        net(torch.rand(1, 3, 96, 96))


@pytest.mark.parametrize("name", SMALL)
def test_small_ones_cost_the_same(name):
    """Of page 13: within 5 % of each other's MACs on a digit."""
    costs = {}
    for other in SMALL:
        net = INFO[other].builder(in_channels=1)
        costs[other] = models.count_macs(net, (1, 28, 28))
        assert 50_000 <= models.count_parameters(net) <= 500_000
    middle = sorted(costs.values())[1]
    assert costs[name] == pytest.approx(middle, rel=0.05)


@pytest.mark.parametrize("name", INFO)
def test_wrong_pictures_are_refused(name):
    known = INFO[name]
    with torch.device("meta"):
        net = known.builder()
        good = torch.zeros(1, 3, known.smallest, known.smallest)
        for wrong in (good[..., :-1], good[:, :2], good[0]):
            with pytest.raises(ValueError, match="`x` h.*this network takes"):
                net(wrong)
