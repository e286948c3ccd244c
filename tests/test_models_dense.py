"""DenseNet, DPN and SENet: twins, and what each path carries."""

import pytest

torch = pytest.importorskip("torch")

from model_twins import (  # noqa: E402
    TOLERANCE,
    copy_weights,
    difference,
    random_images,
    randomize,
    swap_two,
)
from torch import nn  # noqa: E402

from cnnlab.models.densenet import MODELS as DENSENET  # noqa: E402
from cnnlab.models.densenet import DenseLayer, Transition  # noqa: E402
from cnnlab.models.dpn import DPN_92, DualPathBlock, Stage  # noqa: E402
from cnnlab.models.dpn import MODELS as DPN  # noqa: E402
from cnnlab.models.resnet_cifar import resnet20  # noqa: E402
from cnnlab.models.senet import MODELS as SENET  # noqa: E402
from cnnlab.models.senet import SENet154Block, SqueezeExcitation  # noqa: E402

BUILDERS = {k: v.builder for k, v in (DENSENET | DPN | SENET).items()}


def tv_densenet121():
    return pytest.importorskip("torchvision").models.densenet121()


def timm_dpn(name):
    net = pytest.importorskip("timm").create_model(name)
    # Theirs ends in a 1x1 convolution of a 1x1 map.
    linear = nn.Linear(net.num_features, net.num_classes)
    net.classifier = nn.Sequential(nn.Flatten(), linear)
    return net


def timm_net(name):
    return pytest.importorskip("timm").create_model(name)


def counted_from_0(pattern):
    """They count blocks from 1, we from 0; ``#`` is the number."""
    pairs = [(str(i + 1), str(i)) for i in range(24)]
    return [
        (pattern[0].replace("#", theirs), pattern[1].replace("#", ours))
        for theirs, ours in pairs
    ]


DENSENET_NAMES = [
    (r"^features\.conv0", "stem.0.conv"),
    (r"^features\.norm0", "stem.0.bn"),
    (r"^features\.norm5", "bn"),
    (r"^features\.transition(\d)\.norm", r"body.transition\1.squeeze.bn"),
    (r"^features\.transition(\d)\.conv", r"body.transition\1.squeeze.conv"),
    (r"^features\.denseblock", "body.dense"),
    *counted_from_0((r"denselayer#\.", "#.")),
    (r"norm1", "bottleneck.bn"),
    (r"conv1", "bottleneck.conv"),
    (r"norm2", "grow.bn"),
    (r"conv2", "grow.conv"),
    (r"^classifier", "fc"),
]
DPN_NAMES = [
    (r"^features\.conv1_1", "conv1.0"),
    (r"^features\.conv5_bn_ac\.bn", "bn"),
    *counted_from_0((r"^features\.conv(\d)_#\.", r"stages.conv\1.#.")),
    (r"c1x1_w_s\d", "project"),
    (r"c\dx\d_(\w)\.", r"conv_\1."),
    (r"^classifier\.1", "fc"),
]
SENET_NAMES = [
    *((rf"^layer{i}\.", f"conv{i + 1}_x.") for i in (1, 2, 3, 4)),
    (r"(_x\.\d+)\.(conv|bn)", r"\1.residual.\2"),
    (r"downsample\.0", "shortcut.conv"),
    (r"downsample\.1", "shortcut.bn"),
    (r"se(_module)?\.fc(\d)", r"residual.extra.w\2"),
    (r"^last_linear", "fc"),
]
SENET154_STEM = [
    (r"^layer0\.conv1", "conv1.0.conv"),
    (r"^layer0\.conv2", "conv1.1.conv"),
    (r"^layer0\.conv3", "conv1.2.conv"),
    (r"^layer0\.bn1", "conv1.0.bn"),
    (r"^layer0\.bn2", "conv1.1.bn"),
    (r"^layer0\.bn3", "conv1.2.bn"),
]

# Our name -> their builder and how their tensors are called here.
TWINS = {
    "densenet121": (tv_densenet121, DENSENET_NAMES),
    "dpn68": (lambda: timm_dpn("dpn68"), DPN_NAMES),
    "dpn92": (lambda: timm_dpn("dpn92"), DPN_NAMES),
    "se_resnet50": (lambda: timm_net("seresnet50"), SENET_NAMES),
    "se_resnet50_paper": (
        lambda: timm_net("legacy_seresnet50"),
        [(r"^layer0\.", ""), *SENET_NAMES],
    ),
    "senet154": (
        lambda: timm_net("legacy_senet154"),
        SENET154_STEM + SENET_NAMES,
    ),
}
LARGE = ("dpn92", "senet154")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in LARGE else ())
        for name in TWINS
    ],
)
def test_same_logits_as_another_library(name):
    build_theirs, renamings = TWINS[name]
    x = random_images(3, 64)
    theirs, ours = randomize(build_theirs(), x), BUILDERS[name]()
    copy_weights(theirs, ours, renamings)
    assert difference(ours, theirs, x) <= TOLERANCE
    swap_two(ours)
    assert difference(ours, theirs, x) > 1e-3


def some(channels, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shape = (3, channels, 8, 9)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_a_dense_layer_keeps_its_input_and_adds():
    layer, x = DenseLayer(10, 4).double(), some(10)
    y = layer(x)
    assert y.shape == (3, 14, 8, 9)
    # Copied, not computed
    torch.testing.assert_close(y[:, :10], x, rtol=0, atol=0)
    assert y[:, 10:].std() > 0.1
    assert layer.bottleneck.conv.weight.shape == (16, 10, 1, 1)


def test_a_transition_halves_channels_and_map():
    transition = Transition(10)
    assert transition.double()(some(10)).shape == (3, 5, 4, 4)


def test_channels_of_densenet_121_are_those_of_the_table():
    with torch.device("meta"):
        net = BUILDERS["densenet121"]()
    channels = [64]
    for part in net.body:
        last = part[-1].grow if isinstance(part[0], DenseLayer) else None
        added = len(part) * last.conv.out_channels if last else 0
        channels.append(channels[-1] + added if last else part.out_channels)
    assert channels == [64, 256, 128, 512, 256, 1024, 512, 1024]
    assert net.fc.in_features == channels[-1]


@pytest.mark.parametrize("project", [False, True])
def test_a_dual_path_block_adds_some_and_sets_others_beside(project):
    stage = Stage(1, 8, 12, 3)
    block = DualPathBlock(20, stage, 4, project=project).double()
    x, R = some(20), 12
    y = block(x)
    assert y.shape[1] == block.out_channels == (21 if project else 23)
    new = block.conv_c(block.conv_b(block.conv_a(x)))
    carried = block.project(x) if project else x
    parts = (carried[:, :R] + new[:, :R], carried[:, R:], new[:, R:])
    # The same sums in the same order
    torch.testing.assert_close(y, torch.cat(parts, 1), rtol=0, atol=0)
    assert new.shape[1] == R + 3


def test_the_dense_path_of_dpn_92_grows_by_the_table():
    with torch.device("meta"):
        net = BUILDERS["dpn92"]()
    for stage, row in zip(net.stages, DPN_92, strict=True):
        dense = [b.out_channels - row.residual for b in stage]
        assert dense == [(3 + i) * row.growth for i in range(row.blocks)]
        assert [b.project is None for b in stage[:2]] == [False, True]


def test_excitation_by_hand():
    """Two channels, one hidden number: the equations with a pencil."""
    gate, u = SqueezeExcitation(2, 2).double(), some(2)
    with torch.no_grad():
        gate.w1.weight[:] = torch.tensor([3.0, -1.0]).reshape(1, 2, 1, 1)
        gate.w1.bias[:] = 0.5
        gate.w2.weight[:] = torch.tensor([2.0, -4.0]).reshape(2, 1, 1, 1)
        gate.w2.bias[:] = torch.tensor([0.125, 0.25])
    z = u.sum(dim=(2, 3)) / (8 * 9)
    hidden = (3 * z[:, 0] - z[:, 1] + 0.5).clamp(min=0)
    first = 1 / (1 + torch.exp(-(2 * hidden + 0.125)))
    second = 1 / (1 + torch.exp(4 * hidden - 0.25))
    expected = torch.stack([first, second], 1)[:, :, None, None] * u
    # A mean of 72 numbers in another order: rounding of float64
    torch.testing.assert_close(gate(u), expected, rtol=1e-12, atol=1e-12)
    assert not torch.allclose(first, second)


def test_a_reduction_that_leaves_nothing_is_refused():
    with pytest.raises(ValueError, match=r"`reduction` \(=16\).*\(=8\)"):
        SqueezeExcitation(8)


def test_the_gate_stands_before_the_sum():
    block, x = SENet154Block(128, 32, 1).double(), some(128)
    gate = block.residual[-1]
    assert isinstance(gate, SqueezeExcitation)
    nn.init.constant_(gate.w2.bias, -1e3)  # gates shut: the input passes
    torch.testing.assert_close(block(x), x.relu())


def test_se_resnet20_with_open_gates_is_resnet20():
    ours, plain = BUILDERS["se_resnet20"]().double(), resnet20().double()
    names = ours.load_state_dict(plain.state_dict(), strict=False)
    assert not names.unexpected_keys
    assert all(".extra.w" in name for name in names.missing_keys)
    gates = [m for m in ours.modules() if isinstance(m, SqueezeExcitation)]
    assert [m.w1.out_channels for m in gates] == [1, 1, 1, 2, 2, 2, 4, 4, 4]
    for gate in gates:
        nn.init.zeros_(gate.w2.weight)
        nn.init.constant_(gate.w2.bias, 50.0)  # its sigmoid rounds to 1
    # Another order of products by 1: rounding of float64
    torch.testing.assert_close(ours(some(3)), plain(some(3)))
