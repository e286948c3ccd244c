"""Residual networks against torchvision, and block by block by hand."""

import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402
from model_twins import (  # noqa: E402
    TOLERANCE,
    copy_weights,
    difference,
    random_images,
    randomize,
    swap_two,
)
from torch import nn  # noqa: E402

from cnnlab.models import count_macs, count_parameters  # noqa: E402
from cnnlab.models._residual import (  # noqa: E402
    BasicBlock,
    Bottleneck,
    PadShortcut,
    make_shortcut,
)
from cnnlab.models.resnet import MODELS as RESNET  # noqa: E402
from cnnlab.models.resnet_cifar import MODELS as CIFAR  # noqa: E402
from cnnlab.models.resnet_cifar import resnet_cifar  # noqa: E402
from cnnlab.models.resnext import MODELS as RESNEXT  # noqa: E402
from cnnlab.models.resnext import ResNeXtBlock  # noqa: E402

BUILDERS = {k: v.builder for k, v in (RESNET | CIFAR | RESNEXT).items()}

RENAMINGS = [
    (r"^conv2_x", "layer1"),
    (r"^conv3_x", "layer2"),
    (r"^conv4_x", "layer3"),
    (r"^conv5_x", "layer4"),
    (r"residual\.", ""),
    (r"shortcut\.conv", "downsample.0"),
    (r"shortcut\.bn", "downsample.1"),
]


def theirs(name):
    """torchvision's network, its strides moved for those of the paper."""
    torchvision = pytest.importorskip("torchvision")
    net = getattr(torchvision.models, name.removesuffix("_paper"))()
    if name.endswith("_paper"):
        for stage in (net.layer2, net.layer3, net.layer4):
            stage[0].conv1.stride, stage[0].conv2.stride = (2, 2), (1, 1)
    return net


# Our name: who builds theirs, and what the tensors of ours are called there
TWINS = {
    name: (lambda name=name: theirs(name), RENAMINGS)
    for name in (*RESNET, "resnext50_32x4d")
}
LARGE = ("resnet101", "resnet152", "resnet101_paper", "resnet152_paper")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in LARGE else ())
        for name in TWINS
    ],
)
def test_same_logits_as_torchvision(name):
    build_theirs, renamings = TWINS[name]
    x = random_images(3, 64)
    ours, other = randomize(BUILDERS[name](), x), build_theirs()
    copy_weights(ours, other, renamings)
    assert difference(ours, other, x) <= TOLERANCE
    swap_two(ours)
    assert difference(ours, other, x) > 1e-3


def block_input(channels, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shape = (3, channels, 7, 10)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_strides_of_the_paper_are_another_function():
    ours = Bottleneck(8, 4, 2).double()
    paper = Bottleneck(8, 4, 2, stride_on="1x1").double()
    paper.load_state_dict(ours.state_dict())
    x = block_input(8)
    assert ours(x).shape == paper(x).shape == (3, 16, 4, 5)
    assert (ours(x) - paper(x)).abs().max() > 1e-2


BLOCKS = {
    "basic": lambda: BasicBlock(8, 8),
    "basic, halved": lambda: BasicBlock(8, 12, 2),
    "basic, padded": lambda: BasicBlock(8, 12, 2, shortcut="pad"),
    "bottleneck": lambda: Bottleneck(8, 2),
    "bottleneck, halved": lambda: Bottleneck(8, 4, 2),
    "resnext": lambda: ResNeXtBlock(8, 2, cardinality=4, path_width=32),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_adds_its_input(name):
    block = BLOCKS[name]().double()
    x = block_input(8)
    y = block(x)
    assert y.shape[1] == block.out_channels
    expected = (block.residual(x) + block.shortcut(x)).relu()
    # The same sums in the same order; batch norm is in train mode
    torch.testing.assert_close(y, expected, rtol=1e-12, atol=1e-12)
    last = [m for m in block.residual if isinstance(m, nn.BatchNorm2d)][-1]
    nn.init.zeros_(last.weight)
    torch.testing.assert_close(block(x), block.shortcut(x).relu())


def test_a_plain_block_has_no_sum():
    block = BasicBlock(8, 8, shortcut="none").double()
    x = block_input(8)
    torch.testing.assert_close(block(x), block.residual(x).relu())


def test_the_shortcut_without_weights():
    x = block_input(4)
    y = PadShortcut(4, 6, 2)(x)
    assert y.shape == (3, 6, 4, 5)
    assert torch.equal(y[:, :4], x[:, :, ::2, ::2])
    assert not y[:, 4:].any()


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("projection", (8, 8, 1), nn.Identity),
        ("pad", (8, 8, 1), nn.Identity),
        ("projection", (8, 8, 2), nn.Sequential),
        ("projection", (8, 16, 1), nn.Sequential),
        ("pad", (8, 16, 2), PadShortcut),
        ("none", (8, 16, 2), type(None)),
    ],
)
def test_kinds_of_shortcut(kind, arguments, expected):
    assert isinstance(make_shortcut(kind, *arguments), expected)


def test_unknown_choices_are_refused_in_words():
    with pytest.raises(ValueError, match=r"`kind` \(='dense'\)"):
        make_shortcut("dense", 8, 8, 1)
    with pytest.raises(ValueError, match=r"`stride_on` \(='5x5'\)"):
        Bottleneck(8, 2, stride_on="5x5")
    for depth in (2, 18, 21):
        with pytest.raises(ValueError, match=rf"`depth` \(={depth}\)"):
            resnet_cifar(depth)


def test_a_grouped_block_is_a_sum_of_paths():
    """Figure 3 of Xie et al.: forms (a) and (c) are the same function."""
    torch.manual_seed(0)
    block = ResNeXtBlock(8, 16, cardinality=4, path_width=8).double().eval()
    F_x = block.residual
    x = block_input(8)
    total = torch.zeros(())
    for path in range(4):
        own = slice(2 * path, 2 * path + 2)
        # Batch norm in eval mode, fresh: only divides by sqrt(1 + eps)
        h = (F.conv2d(x, F_x.conv1.weight[own]) * shrink(F_x.bn1)).relu()
        h = F.conv2d(h, F_x.conv2.weight[own], padding=1)
        h = (h * shrink(F_x.bn2)).relu()
        total = total + F.conv2d(h, F_x.conv3.weight[:, own])
    # float64 sums in another order
    torch.testing.assert_close(
        F_x(x), total * shrink(F_x.bn3), rtol=1e-12, atol=1e-12
    )


def shrink(norm):
    return (1 + norm.eps) ** -0.5


@pytest.mark.parametrize("depth", [8, 20, 56])
def test_depth_counts_layers_with_weights(depth):
    net, plain = resnet_cifar(depth), resnet_cifar(depth, shortcut=False)
    kinds = nn.Conv2d | nn.Linear
    assert sum(isinstance(m, kinds) for m in net.modules()) == depth
    assert count_parameters(net) == count_parameters(plain)
    plain.load_state_dict(net.state_dict())
    x = random_images(3, 16).float()
    assert (net(x) - plain(x)).abs().max() > 1e-2 * net(x).abs().max()


def test_extra_module_ends_the_residual_branch():
    extra = resnet_cifar(8, extra=lambda C: nn.Conv2d(C, C, 1, groups=C))
    names = [name for name, _ in extra.stage2[0].residual.named_children()]
    assert names == ["conv1", "bn1", "relu", "conv2", "bn2", "extra"]
    assert extra.stage2[0].residual.extra.weight.shape == (32, 1, 1, 1)
    bottleneck = Bottleneck(8, 2, extra=lambda C: nn.PReLU(C))
    assert bottleneck.residual.extra.num_parameters == 8


@pytest.mark.parametrize("name", [*CIFAR, "resnext_small"])
def test_small_networks_take_digits(name):
    net = BUILDERS[name](in_channels=1)
    assert net(torch.rand(2, 1, 28, 28)).shape == (2, 10)
    assert net(torch.rand(2, 1, 14, 11)).shape == (2, 10)


@pytest.mark.parametrize("name", ["resnet18", "resnet20"])
def test_wrong_images_are_refused_in_words(name):
    net, smallest = BUILDERS[name](), (RESNET | CIFAR)[name].smallest
    x = torch.zeros(2, 3, smallest, smallest)
    assert torch.isfinite(net(x)).all()
    for wrong in (x[..., 1:], x[:, :1], x[0]):
        with pytest.raises(ValueError, match="`x` h.*this network takes"):
            net(wrong)


@pytest.mark.parametrize("name", BUILDERS)
def test_counts_are_those_expected(name):
    known = (RESNET | CIFAR | RESNEXT)[name]
    with torch.device("meta"):
        net = known.builder()
    assert count_parameters(net) == known.params
    assert count_macs(net, (3, *[known.input_size] * 2)) == known.macs
